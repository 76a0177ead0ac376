/** Stations as pages of a list, and the counts beside its filters. */

import { useQuery } from "@tanstack/react-query";
import { STATION_FILTERS, type StationSearch } from "@/lib/search";
import { api, data, type Schemas } from "./client";

export type Station = Schemas["Station"];
export type Connector = Schemas["Connector"];
export type StationPage = Schemas["ListPage_Station_"];
export type Counted = Schemas["CountedText"] | Schemas["CountedFlag"];
export type Facets = Schemas["StationFacets"];
export type StationFilter = Schemas["StationsMeant"];

const PAGE = 100;

/** The filters that are set, as they stand in an address. */
export function stationQuery(search: StationSearch): Record<string, string | undefined> {
  return Object.fromEntries(STATION_FILTERS.map((name) => [name, search[name]]));
}

/** The filters as the API names them; a wrong one is refused there. */
export function stationFilter(search: StationSearch): StationFilter {
  const { q, group, vendor, model, online, status, registration } = search;
  return {
    q,
    group,
    vendor,
    model,
    online: online === undefined ? undefined : online === "true",
    status: status as StationFilter["status"],
    registration: registration as StationFilter["registration"],
  };
}

export function getStations(
  search: StationSearch,
  cursor: string | null,
  signal: AbortSignal,
): Promise<StationPage> {
  const query = { ...stationFilter(search), limit: PAGE, sort: search.sort ?? ("ocpp_id" as const), cursor };
  return data(api.GET("/api/v1/stations", { params: { query }, signal }));
}

export function getFacets(search: StationSearch, signal: AbortSignal): Promise<Facets> {
  return data(api.GET("/api/v1/stations/facets", { params: { query: stationFilter(search) }, signal }));
}

const AGAIN_MS = 15_000;

/** One station and what is known of it. */
export function useStation(id: string, wanted = true) {
  return useQuery({
    queryKey: ["station", id],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/stations/{ocpp_id}", { params: { path: { ocpp_id: id } }, signal })),
    refetchInterval: AGAIN_MS,
    enabled: wanted,
  });
}
