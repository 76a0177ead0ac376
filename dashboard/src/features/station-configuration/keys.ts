/** What is known of a station's configuration keys: which fit a search and a filter, and where each wish stands. */

import type { Schemas } from "@/api/client";

export type Key = Schemas["ConfigurationKeyShown"];
export type Draft = { key: string; value: string };

export const FILTERS = ["differs", "wanted", "open", "reboot", "readonly", "unknown"] as const;
export type Filter = (typeof FILTERS)[number];

/** Where a wish stands, in the words of the catalogue (`configuration.wish.…`). */
export type WishStep =
  | "waits"
  | "sent"
  | "accepted"
  | "in_force"
  | "differs"
  | "reboot"
  | "rejected"
  | "not_supported"
  | "failed"
  | "no_answer";

/** Accepted is not yet in force: that is said only by a value that was read or set since. */
export function wishStep({ wanted, drift }: Key): WishStep | null {
  switch (wanted?.state) {
    case undefined:
      return null;
    case "pending":
      return wanted?.sent_at ? "sent" : "waits";
    case "reboot_required":
      return "reboot";
    case "refused":
      return wanted?.answer === "NotSupported" ? "not_supported" : "rejected";
    case "failed":
      return "failed";
    case "unknown":
      return drift === false ? "in_force" : "no_answer";
    default:
      return drift === null ? "accepted" : drift ? "differs" : "in_force";
  }
}

const OPEN: ReadonlySet<WishStep> = new Set([
  "waits",
  "sent",
  "reboot",
  "rejected",
  "not_supported",
  "failed",
  "no_answer",
]);

function passes(key: Key, filter: Filter): boolean {
  switch (filter) {
    case "differs":
      return key.drift === true;
    case "wanted":
      return key.wanted !== null;
    case "open": {
      const step = wishStep(key);
      return step !== null && OPEN.has(step);
    }
    case "reboot":
      return key.wanted?.state === "reboot_required";
    case "readonly":
      return key.readonly === true;
    default:
      return key.known === false;
  }
}

export function readFilter(text: string | undefined): Filter | null {
  return FILTERS.find((one) => one === text) ?? null;
}

/** Keys whose name or values hold the text, and that pass the filter. */
export function shownKeys(keys: readonly Key[], text: string, filter: Filter | null): Key[] {
  const wanted = text.trim().toLowerCase();
  return keys.filter((key) => {
    const texts = [key.key, key.value ?? "", key.wanted?.value ?? ""];
    const found = wanted === "" || texts.some((one) => one.toLowerCase().includes(wanted));
    return found && (filter === null || passes(key, filter));
  });
}

export function countOf(keys: readonly Key[], filter: Filter): number {
  return keys.filter((key) => passes(key, filter)).length;
}

/** What is being edited, with one more or, without a value, one less. */
export function withDraft(drafts: readonly Draft[], name: string, value: string | null): Draft[] {
  const at = drafts.findIndex((one) => sameName(one.key, name));
  if (value === null) return drafts.filter((_, index) => index !== at);
  const draft = { key: drafts[at]?.key ?? name, value };
  return at < 0 ? [...drafts, draft] : drafts.map((one, index) => (index === at ? draft : one));
}

/** The drafts that want something else than what is wanted now or, where nobody wants anything, than what is reported. */
export function changesOf(keys: readonly Key[], drafts: readonly Draft[]): Draft[] {
  return drafts.filter((draft) => {
    const entry = keys.find((one) => sameName(one.key, draft.key));
    return draft.value !== (entry?.wanted?.value ?? entry?.value ?? null);
  });
}

/** Whether every change can be a value of its key. */
export function canSend(keys: readonly Key[], changes: readonly Draft[]): boolean {
  return changes.every((change) => {
    const entry = keys.find((one) => sameName(one.key, change.key));
    return wrongValue(entry?.standard?.kind, change.value) === null;
  });
}

export function sameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Why a value cannot be one of this kind, as the last part of its text (`configuration.wrong.…`); null if it can. */
export function wrongValue(kind: string | undefined, value: string): "integer" | "boolean" | "long" | null {
  if (value.length > LONGEST_VALUE) return "long";
  if (kind === "integer" && !/^\s*-?\d+\s*$/.test(value)) return "integer";
  if (kind === "boolean" && !/^\s*(true|false)\s*$/i.test(value)) return "boolean";
  return null;
}

/** Of a value in a ChangeConfiguration (OCPP 1.6, 6.7). */
export const LONGEST_VALUE = 500;
export const LONGEST_KEY = 50;
