/**
 * A payload while it is being filled in. The form and the JSON view show the same value, so that neither can run away
 * from the other: what is left empty is absent, and what cannot be read yet stays the text that was typed.
 */

import { kindOf, membersOf, type Schema } from "./schema";

export type Draft = Record<string, unknown>;

export function isObject(value: unknown): value is Draft {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What a member begins with: objects with the objects and lists that they need, a list with one entry to fill in. */
export function skeleton(schema: Schema): unknown {
  const kind = kindOf(schema);
  if (kind === "object") {
    const needed = membersOf(schema).filter((member) => member.required);
    const begun = needed.map((member) => [member.name, skeleton(member.schema)] as const);
    return Object.fromEntries(begun.filter(([, value]) => value !== undefined));
  }
  if (kind === "list") {
    const entry = schema.items ? skeleton(schema.items) : undefined;
    return entry === undefined ? [] : [entry];
  }
  return undefined;
}

/** The object with a member set, or with `undefined` removed. A new one goes where the schema has it. */
export function withMember(schema: Schema, value: unknown, name: string, next: unknown): Draft {
  const before = isObject(value) ? value : {};
  if (next === undefined) {
    const { [name]: _gone, ...rest } = before;
    return rest;
  }
  if (name in before) return { ...before, [name]: next };
  const order = Object.keys(schema.properties ?? {});
  const place = (one: string) => {
    const at = order.indexOf(one);
    return at < 0 ? order.length : at;
  };
  const entries = Object.entries(before);
  const at = entries.findIndex(([other]) => place(other) > place(name));
  entries.splice(at < 0 ? entries.length : at, 0, [name, next]);
  return Object.fromEntries(entries);
}

/** What was typed as a number: nothing, the number, or the text that is none. A comma is a decimal point. */
export function readNumber(text: string): number | string | undefined {
  const typed = text.trim();
  if (typed === "") return undefined;
  const plain = /^-?\d+,\d+$/.test(typed) ? typed.replace(",", ".") : typed;
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : typed;
}

const pair = (value: number) => String(value).padStart(2, "0");

/** A moment as an input of local time shows it; empty if it is none. */
export function localOf(moment: unknown): string {
  const date = typeof moment === "string" ? new Date(moment) : null;
  if (!date || Number.isNaN(date.getTime())) return "";
  const day = `${date.getFullYear()}-${pair(date.getMonth() + 1)}-${pair(date.getDate())}`;
  return `${day}T${pair(date.getHours())}:${pair(date.getMinutes())}:${pair(date.getSeconds())}`;
}

/** What an input of local time says, in UTC as it is sent. */
export function utcOf(local: string): string | undefined {
  const date = new Date(local);
  if (local === "" || Number.isNaN(date.getTime())) return undefined;
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

/** A JSON text as a payload, or why it is none. */
export function readJson(text: string): { payload: Draft } | { wrong: "syntax" | "object"; detail: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { wrong: "syntax", detail: error instanceof Error ? error.message : "" };
  }
  return isObject(value) ? { payload: value } : { wrong: "object", detail: "" };
}

/** The frame as it goes out (OCPP-J 1.6, 4.2.1): compact; the gateway chooses the id when it sends it. */
export function frameText(action: string, payload: Draft, id: string): string {
  return JSON.stringify([2, id, action, payload]);
}
