/** Numbers, times and ages as people read them: `Intl` in the language of the page, local time, UTC beside it. */

import { currentLanguage, t } from "./i18n";

/** A value that is not known; never a zero (design, 1: truth before comfort). */
export const UNKNOWN = "–";
const SPACE = " ";

const formats = new Map<string, Intl.NumberFormat>();
function number(value: number, digits: number, least = digits): string {
  const key = `${currentLanguage()} ${digits} ${least}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.NumberFormat(currentLanguage(), {
      maximumFractionDigits: digits,
      minimumFractionDigits: least,
    });
    formats.set(key, format);
  }
  return format.format(value);
}

export type Quantity = { value: string; unit: string };

export function count(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : number(value, 0);
}

/** kW with one decimal: what one connector or one station gives. Nothing is "0". */
export function kilowatts(watts: number | null | undefined): string {
  return watts === null || watts === undefined ? UNKNOWN : number(watts / 1000, watts ? 1 : 0);
}

/** Power of a site or a fleet: a sum has no decimals, unless it is a few kilowatts. */
export function fleetPower(watts: number): Quantity {
  const kw = watts / 1000;
  return { value: number(kw, kw > 0 && kw < 10 ? 1 : 0), unit: "kW" };
}

/** Energy of one charge: kWh with three decimals. */
export function energy(kwh: number | null | undefined): string {
  return kwh === null || kwh === undefined ? UNKNOWN : `${number(kwh, 3)}${SPACE}kWh`;
}

/** Energy of many charges. */
export function energySum(kwh: number): Quantity {
  if (kwh >= 10_000) return { value: number(kwh / 1000, 2), unit: "MWh" };
  return { value: number(kwh, kwh > 0 && kwh < 100 ? 1 : 0), unit: "kWh" };
}

export function percent(value: number | null | undefined): string {
  return value === null || value === undefined
    ? UNKNOWN
    : (value / 100).toLocaleString(currentLanguage(), { style: "percent" });
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** "2 s", "41 min", "3 h 12 min", "2 d 4 h" (design, 8). */
export function age(ms: number): string {
  const past = Math.max(0, ms);
  const pair = (large: number, first: string, small: number, second: string) =>
    small === 0 ? `${large}${SPACE}${first}` : `${large}${SPACE}${first} ${small}${SPACE}${second}`;
  if (past < SECOND) return t("age.now");
  if (past < MINUTE) return `${Math.floor(past / SECOND)}${SPACE}${t("age.s")}`;
  if (past < HOUR) return `${Math.floor(past / MINUTE)}${SPACE}${t("age.min")}`;
  if (past < DAY) {
    return pair(Math.floor(past / HOUR), t("age.h"), Math.floor((past % HOUR) / MINUTE), t("age.min"));
  }
  return pair(Math.floor(past / DAY), t("age.d"), Math.floor((past % DAY) / HOUR), t("age.h"));
}

export function ageSince(moment: string | null | undefined, now: number): string {
  return moment ? age(now - Date.parse(moment)) : UNKNOWN;
}

/** How long a command took: milliseconds below ten seconds. */
export function latency(ms: number): string {
  return ms < 10_000 ? `${number(ms, 0)}${SPACE}ms` : `${number(ms / 1000, 1)}${SPACE}s`;
}

export function clock(ms: number): string {
  return new Intl.DateTimeFormat(currentLanguage(), { timeStyle: "medium", hour12: false }).format(ms);
}

/** The time of today, the date with it for any other day, the year with that for any other year. */
export function moment(text: string | null | undefined, now: number): string {
  if (!text) return UNKNOWN;
  const ms = Date.parse(text);
  const [then, today] = [new Date(ms), new Date(now)];
  if (then.toDateString() === today.toDateString()) return clock(ms);
  return new Intl.DateTimeFormat(currentLanguage(), {
    day: "numeric",
    month: "short",
    year: then.getFullYear() === today.getFullYear() ? undefined : "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  }).format(ms);
}

/** For a tooltip: local time with its zone, and UTC. */
export function bothTimes(moment: string | number): string {
  const date = new Date(moment);
  const local = new Intl.DateTimeFormat(currentLanguage(), {
    dateStyle: "medium",
    timeStyle: "long",
    hour12: false,
  }).format(date);
  return t("time.both", { local, utc: date.toISOString().replace("T", " ").replace("Z", "") });
}

/** A tag is personal: the middle is left out where it is only a hint. */
export function shortTag(tag: string | null | undefined): string {
  if (!tag) return UNKNOWN;
  return tag.length <= 10 ? tag : `${tag.slice(0, 4)}…${tag.slice(-2)}`;
}

/** A rate or a share with as many decimals as say something. */
export function share(value: number): string {
  return number(value, value < 10 ? 2 : value < 100 ? 1 : 0, 0);
}

/** A measured value without its unit. */
export function reading(value: number | null | undefined): string {
  return value === null || value === undefined ? UNKNOWN : number(value, value < 100 ? 2 : 1, 0);
}
