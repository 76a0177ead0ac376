/** What a deed has changed, member by member, in words that can be read. */

import { gist } from "@/lib/frames/exchanges";

export type Difference = { name: string; before: string | null; after: string | null };
type Thing = Record<string, unknown> | null;

function words(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Things inside of things by their path (`location.address`); lists as a whole. */
function flat(thing: Thing, prefix = ""): Map<string, string | null> {
  const found = new Map<string, string | null>();
  for (const [name, value] of Object.entries(thing ?? {})) {
    const inside = typeof value === "object" && value !== null && !Array.isArray(value);
    if (!inside) found.set(prefix + name, words(value));
    else for (const [path, text] of flat(value as Thing, `${prefix}${name}.`)) found.set(path, text);
  }
  return found;
}

/** Only what differs. Of a new thing all that it has, of one that is gone all that it had. */
export function differences(before: Thing, after: Thing): Difference[] {
  const old = flat(before);
  const young = flat(after);
  return [...new Set([...old.keys(), ...young.keys()])]
    .map((name) => ({ name, before: old.get(name) ?? null, after: young.get(name) ?? null }))
    .filter((one) => one.before !== one.after);
}

type Deed = { subject_kind: string; subject: string | null; before: Thing; after: Thing };

/** What a deed at one station was about, in a line: the order of a command, the number of a connector. */
export function detailOf({ subject_kind: kind, subject, before, after }: Deed, station: string): string {
  if (kind === "command") {
    const told = after ?? before ?? {};
    return [words(told.action), gist(told.payload)].filter(Boolean).join(": ");
  }
  return subject === station ? "" : (subject ?? "");
}
