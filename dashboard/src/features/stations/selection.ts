import { useState } from "react";
import { type StationFilter, stationFilter } from "@/api/stations";
import type { StationSearch } from "@/lib/search";

/** Stations chosen one by one, or all that the filter finds; the latter is a step of its own. */
export type Selection = { kind: "some"; ids: ReadonlySet<string> } | { kind: "all"; count: number };
export type SelectionTarget = { stations: string[] } | { filter: StationFilter };

export const NOTHING: Selection = { kind: "some", ids: new Set() };

export function sizeOf(selection: Selection): number {
  return selection.kind === "all" ? selection.count : selection.ids.size;
}

export function isSelected(selection: Selection, id: string): boolean {
  return selection.kind === "all" || selection.ids.has(id);
}

/** One more or one less; from "all" it begins anew with this one. */
export function toggled(selection: Selection, id: string): Selection {
  const ids = new Set(selection.kind === "all" ? [] : selection.ids);
  if (!ids.delete(id)) ids.add(id);
  return { kind: "some", ids };
}

/** What `POST /jobs` is told: the identities, or the filter as it stands in the address. */
export function targetOf(selection: Selection, search: StationSearch): SelectionTarget {
  if (selection.kind === "some") return { stations: [...selection.ids] };
  return { filter: stationFilter(search) };
}

/** The selection belongs to the filter: another filter begins with nothing. */
export function useSelection(search: StationSearch): [Selection, (next: Selection) => void] {
  const { sort: _sort, view: _view, ...filters } = search;
  const key = JSON.stringify(filters);
  const [kept, keep] = useState({ key, selection: NOTHING });
  const selection = kept.key === key ? kept.selection : NOTHING;
  return [selection, (next) => keep({ key, selection: next })];
}
