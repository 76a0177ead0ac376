/** Where somebody has been through the palette, kept in this browser for this person. */

import { sessionState } from "@/api/session";

export type Recent = {
  kind: "station" | "transaction" | "tag" | "page";
  id: string;
  name: string;
  note: string;
};

const MOST = 6;
const KINDS = new Set(["station", "transaction", "tag", "page"]);

function place(): string | null {
  const session = sessionState();
  return session.status === "signed-in" ? `recent-${session.me.id}` : null;
}

function isRecent(value: unknown): value is Recent {
  if (typeof value !== "object" || value === null) return false;
  const { kind, id, name, note } = value as Record<string, unknown>;
  return KINDS.has(String(kind)) && [id, name, note].every((part) => typeof part === "string");
}

export function recent(): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place() ?? "") ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecent).slice(0, MOST) : [];
  } catch {
    return []; // storage is switched off, or what it holds is not ours
  }
}

export function remember(one: Recent): void {
  const rest = recent().filter((other) => other.kind !== one.kind || other.id !== one.id);
  const where = place();
  if (where === null) return;
  try {
    localStorage.setItem(where, JSON.stringify([one, ...rest].slice(0, MOST)));
  } catch {
    return; // storage is switched off: nothing is remembered
  }
}
