/** Exchanges that are loaded, as a file: for what the gateway's own export cannot look for. */

import type { Exchange, Frame } from "./exchanges";

const COLUMNS = [
  "timestamp",
  "station",
  "connector",
  "direction",
  "message_type",
  "action",
  "message_id",
  "payload",
  "raw",
  "violations",
  "id",
] as const;
const FORMULA = /^[=+\-@\t\r\0]/;

function framesOf(exchanges: readonly Exchange[]): Frame[] {
  return exchanges.flatMap(({ call, answer }) => [answer, call].filter((frame) => frame !== undefined));
}

/** As the gateway writes it: what a spreadsheet would run as a formula begins with an apostrophe. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number") return String(value);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function asCsv(exchanges: readonly Exchange[]): string {
  const lines = framesOf(exchanges).map((frame) =>
    COLUMNS.map((name) => cell(name === "violations" && frame.violations.length === 0 ? null : frame[name])),
  );
  return [COLUMNS, ...lines].map((line) => `${line.join(",")}\r\n`).join("");
}

export function asJsonLines(exchanges: readonly Exchange[]): string {
  return framesOf(exchanges)
    .map((frame) => `${JSON.stringify(frame)}\n`)
    .join("");
}
