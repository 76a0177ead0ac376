import { currentLanguage } from "@/lib/i18n";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** "812 kB", "3.4 MB": three figures at most, powers of a thousand. */
export function bytes(value: number): string {
  let scaled = value;
  let unit = 0;
  while (scaled >= 999.5 && unit < UNITS.length - 1) {
    scaled /= 1000;
    unit += 1;
  }
  const format = new Intl.NumberFormat(currentLanguage(), {
    style: "unit",
    unit: UNITS[unit] ?? "byte",
    maximumSignificantDigits: 3,
  });
  return format.format(scaled);
}
