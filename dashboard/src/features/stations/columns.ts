import { useState } from "react";
import { keep, kept } from "@/lib/kept";

/** What the table can show beside the identity, in this order. */
export const COLUMNS = [
  "name",
  "site",
  "link",
  "connectors",
  "power",
  "last",
  "registration",
  "blocked",
  "model",
  "serial",
  "firmware",
  "ocpp",
  "profile",
  "address",
  "connected",
  "boot",
  "created",
] as const;
export type Column = (typeof COLUMNS)[number];

/** What is shown while nobody has chosen, as far as the window has room for it. */
export const USUAL: readonly Column[] = ["site", "link", "connectors", "power", "last", "model", "firmware"];
const NAME = "station-columns";

/** What was kept, without what no longer exists, in the order of the table; null: nobody has chosen. */
export function readColumns(text: string | null): readonly Column[] | null {
  let read: unknown;
  try {
    read = JSON.parse(text ?? "null");
  } catch {
    return null;
  }
  if (!Array.isArray(read)) return null;
  return COLUMNS.filter((column) => read.includes(column));
}

export function toggledColumn(shown: readonly Column[], column: Column): readonly Column[] {
  return COLUMNS.filter((one) => (one === column ? !shown.includes(one) : shown.includes(one)));
}

/** The columns that this browser shows. They are taste, not a view of the fleet: they stand in no address. */
export function useColumns(): [readonly Column[] | null, (next: readonly Column[] | null) => void] {
  const [columns, become] = useState(() => readColumns(kept(NAME)));
  const change = (next: readonly Column[] | null) => {
    keep(NAME, next && JSON.stringify(next));
    become(next);
  };
  return [columns, change];
}
