/**
 * The query language of the log: `station:CP-1 -action:Heart* error:* since:14:30 until:15:00 Ground`. Terms are
 * joined by "and"; `-` before a term turns it round; `*` stands for any text; case is of no matter.
 */

import { askedBy, type Exchange, shownFrame, violationsOf } from "./exchanges";

const FIELDS = ["station", "action", "error", "way", "violation", "since", "until", "text"] as const;
export type Field = (typeof FIELDS)[number];
export type Term = { field: Field; value: string; not: boolean };

/** What `GET /logs` can look for itself; the rest is looked at here. */
export type ServerFilter = {
  station?: string;
  action?: string;
  message_type?: "CallError";
  text?: string;
  from?: string;
  to?: string;
};

function termOf(word: string): Term | null {
  const not = word.startsWith("-") && word.length > 1;
  const text = not ? word.slice(1) : word;
  const colon = text.indexOf(":");
  const field = FIELDS.find((one) => one === text.slice(0, colon).toLowerCase());
  const value = (field ? text.slice(colon + 1) : text).replaceAll('"', "");
  return value === "" ? null : { field: field ?? "text", value, not };
}

/** Words, or texts in quotation marks that may hold spaces. */
export function parseQuery(text: string): Term[] {
  const words = text.match(/-?(?:\w+:)?"[^"]*"|\S+/g) ?? [];
  return words.map(termOf).filter((term) => term !== null);
}

export function writeTerm({ field, value, not }: Term): string {
  const quoted = /\s/.test(value) ? `"${value}"` : value;
  return `${not ? "-" : ""}${field === "text" ? "" : `${field}:`}${quoted}`;
}

export function writeQuery(terms: readonly Term[]): string {
  return terms.map(writeTerm).join(" ");
}

/** `14:30`: that time today, or yesterday if it lies ahead; otherwise any moment that a date can be read from. */
export function sinceMs(value: string, now: number): number | null {
  const clock = /^(\d{1,2}):(\d{2})$/.exec(value);
  if (!clock) {
    const read = Date.parse(value);
    return Number.isNaN(read) ? null : read;
  }
  const moment = new Date(now);
  moment.setHours(Number(clock[1]), Number(clock[2]), 0, 0);
  if (moment.getTime() > now) moment.setDate(moment.getDate() - 1);
  return moment.getTime();
}

function fits(pattern: string, text: string): boolean {
  const parts = pattern.toLowerCase().split("*");
  const wanted = text.toLowerCase();
  if (parts.length === 1) return wanted === parts[0];
  const first = parts[0] ?? "";
  const last = parts.at(-1) ?? "";
  if (!wanted.startsWith(first)) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = wanted.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return wanted.length - last.length >= at && wanted.endsWith(last);
}

function errorFits(pattern: string, { answer }: Exchange): boolean {
  if (answer?.message_type !== "CallError") return false;
  const code = (answer.payload as { errorCode?: unknown } | null)?.errorCode;
  return fits(pattern, typeof code === "string" ? code : "");
}

function holds({ field, value }: Term, exchange: Exchange, now: number): boolean {
  const shown = shownFrame(exchange);
  switch (field) {
    case "station":
      return fits(value, shown.station);
    case "action":
      return fits(value, shown.action);
    case "error":
      return errorFits(value, exchange);
    case "way":
      return value === askedBy(exchange);
    case "violation":
      return violationsOf(exchange).some((one) => fits(value, one.rule));
    case "since":
      return exchange.at >= (sinceMs(value, now) ?? 0);
    case "until":
      return exchange.at < (sinceMs(value, now) ?? Number.POSITIVE_INFINITY);
    default: {
      const frames = [exchange.call, exchange.answer].filter((frame) => frame !== undefined);
      return frames.some((frame) =>
        JSON.stringify(frame.payload ?? frame.raw)
          .toLowerCase()
          .includes(value.toLowerCase()),
      );
    }
  }
}

export function matches(terms: readonly Term[], exchange: Exchange, now: number): boolean {
  return terms.every((term) => holds(term, exchange, now) !== term.not);
}

/** The part of the query that the gateway answers from its log, so that what is rare is found as well. */
export function serverFilter(terms: readonly Term[], now: number): ServerFilter {
  const filter: ServerFilter = {};
  for (const { field, value, not } of terms) {
    if (not) continue;
    const exact = !value.includes("*");
    if (field === "station" && exact) filter.station = value;
    if (field === "action" && exact) filter.action = value;
    if (field === "error") filter.message_type = "CallError";
    if (field === "text") filter.text ??= value;
    const moment = field === "since" || field === "until" ? sinceMs(value, now) : null;
    if (moment !== null) filter[field === "since" ? "from" : "to"] = new Date(moment).toISOString();
  }
  return filter;
}

/** Whether the gateway's log can answer the query alone; the terms that only this page understands are left over. */
export function termsLeftOver(terms: readonly Term[], now: number): Term[] {
  const filter = serverFilter(terms, now);
  const told = (term: Term): boolean => {
    if (term.not) return false;
    if (term.field === "station" || term.field === "action") return filter[term.field] === term.value;
    if (term.field === "text") return filter.text === term.value;
    if (term.field === "error") return term.value === "*";
    return (term.field === "since" || term.field === "until") && sinceMs(term.value, now) !== null;
  };
  return terms.filter((term) => !told(term));
}

/** The one station that is followed, if the query names exactly one. */
export function followedStation(terms: readonly Term[]): string | null {
  const named = terms.filter((term) => term.field === "station" && !term.not);
  return named.length === 1 && named[0] && !named[0].value.includes("*") ? named[0].value : null;
}
