import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { age, energy, energySum, fleetPower, kilowatts, moment, percent } from "@/lib/format";
import { setLanguage, t, withTexts } from "@/lib/i18n";
import { de } from "@/lib/locales/de/all";
import { first } from "@/lib/locales/en/first";
import { pages } from "@/lib/locales/en/pages";

const en = { ...first, ...pages };

const SOURCE = join(import.meta.dirname, "..", "..", "src");

function sources(): string {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  const own = files.filter((file) => /\.tsx?$/.test(file) && !file.includes("locales"));
  return own.map((file) => readFileSync(join(SOURCE, file), "utf8")).join("\n");
}

const values = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((found) => found[1]).sort();

describe("the catalogue", () => {
  beforeAll(() => withTexts(() => Promise.resolve()));
  afterEach(() => setLanguage("en"));

  it("has the same keys in both languages", () => {
    expect(Object.keys(de).sort()).toEqual(Object.keys(en).sort());
  });

  it.each(Object.keys(en) as (keyof typeof en)[])("uses the same values in %s", (key) => {
    expect(values(de[key])).toEqual(values(en[key]));
  });

  it("holds no text that nobody uses", () => {
    const source = sources();
    const parts = [...source.matchAll(/`([\w.-]+\.)\$\{/g)].map((found) => found[1] ?? "");
    const unused = Object.keys(en).filter((key) => {
      const base = key.replace(/_(one|other)$/, "");
      return !source.includes(`"${base}"`) && !parts.some((part) => base.startsWith(part));
    });
    expect(unused).toEqual([]);
  });

  it("chooses the plural form", async () => {
    expect(t("stations.end", { count: 1 })).toBe("1 station");
    expect(t("stations.end", { count: 2 })).toBe("2 stations");
    await setLanguage("de");
    expect(t("stations.end", { count: 2 })).toBe("2 Stationen");
  });

  it("groups the digits of a count, and of nothing else", async () => {
    expect(t("stations.end", { count: 100_000 })).toBe("100,000 stations");
    expect(t("station.transaction", { id: 2_140_803_196 })).toBe("Transaction 2140803196");
    await setLanguage("de");
    expect(t("stations.end", { count: 100_000 })).toBe("100.000 Stationen");
  });

  it("writes a value as it is: a payload in it stays text", () => {
    expect(t("station.firmware", { version: "{version}<b>" })).toBe("Firmware {version}<b>");
  });
});

describe("numbers", () => {
  it("shows what is not known as a dash and never as zero", () => {
    expect(kilowatts(null)).toBe("–");
    expect(energy(undefined)).toBe("–");
    expect(kilowatts(0)).toBe("0");
    expect(kilowatts(40)).toBe("0.0");
  });

  it("sums up power without decimals, unless it is a few kilowatts", () => {
    const shown = [0, 3_700, 10_400, 98_600, 2_738_000].map((watts) => fleetPower(watts).value);
    expect(shown).toEqual(["0", "3.7", "10", "99", "2,738"]);
    expect([0, 12.34, 325.4].map((kwh) => energySum(kwh).value)).toEqual(["0", "12.3", "325"]);
  });

  it("writes a share as the language does", async () => {
    expect(percent(63)).toBe("63%");
    await setLanguage("de");
    expect(percent(63).replaceAll("\u00a0", " ")).toBe("63 %");
    await setLanguage("en");
  });

  it("shows the year of another year", () => {
    const now = Date.parse("2026-11-23T12:00:00");
    expect(moment("2026-01-01T08:30:00", now)).toBe("Jan 1, 08:30");
    expect(moment("2025-01-01T08:30:00", now)).toBe("Jan 1, 2025, 08:30");
  });

  it.each([
    [500, "now"],
    [2_000, "2 s"],
    [41 * 60_000, "41 min"],
    [(3 * 60 + 12) * 60_000, "3 h 12 min"],
    [52 * 3_600_000, "2 d 4 h"],
    [-5, "now"],
  ])("shows an age of %d ms as %s", (ms, text) => {
    expect(age(ms).replaceAll("\u00a0", " ")).toBe(text);
  });
});
