/** Stations as pages of a list, and the counts beside its filters. */

import { STATION_FILTERS, type StationSearch } from "@/lib/search";
import type { Schemas } from "./client";
import { getJson } from "./raw";

export type Station = Schemas["Station"];
export type Connector = Schemas["Connector"];
export type StationPage = { items: Station[]; next_cursor: string | null };
export type Counted = { value: string | boolean | null; count: number };
export type Facets = {
  complete: boolean;
  total: number;
  status: Counted[];
  registration: Counted[];
  online: Counted[];
  group: Counted[];
  vendor: Counted[];
  model: Counted[];
};

const PAGE = 100;

export function stationQuery(search: StationSearch): URLSearchParams {
  const query = new URLSearchParams();
  for (const name of STATION_FILTERS) {
    const value = search[name];
    if (value) query.set(name, value);
  }
  return query;
}

export function getStations(
  search: StationSearch,
  cursor: string | null,
  signal: AbortSignal,
): Promise<StationPage> {
  const query = stationQuery(search);
  query.set("limit", String(PAGE));
  query.set("sort", search.sort ?? "ocpp_id");
  if (cursor) query.set("cursor", cursor);
  return getJson<StationPage>(`/stations?${query}`, signal);
}

export function getFacets(search: StationSearch, signal: AbortSignal): Promise<Facets> {
  return getJson<Facets>(`/stations/facets?${stationQuery(search)}`, signal);
}
