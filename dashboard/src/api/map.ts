/** `GET /map`: stations in clusters, live; and where the pictures behind them come from. */

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { SHARED_ANSWER, useTold } from "@/lib/feed/use-told";
import type { ConnectorState } from "@/lib/states";
import { api, data, type Schemas } from "./client";

export type Cluster = Schemas["ClusterShown"];
export type Area = Schemas["AreaShown"];
export type MapLook = { area: Area; zoom: number; group?: string; status?: ConnectorState };

export const WORLD: Area = { west: -180, south: -90, east: 180, north: 90 };
const DECIMALS = 4;
const AGAIN_MS = 15_000;
/** What makes a mark look different. */
const TOLD = new Set(["connector.status_changed", "station.connected", "station.disconnected"]);

export function boxOf({ west, south, east, north }: Area): string {
  return [west, south, east, north].map((degrees) => Number(degrees.toFixed(DECIMALS))).join(",");
}

/** The clusters of what is looked at: asked for again when the feed tells of a change, at a pace that a wall bears. */
export function useStationMap({ area, zoom, group, status }: MapLook) {
  const query = { bbox: boxOf(area), zoom, group, status };
  const asked = useQuery({
    queryKey: ["map", query],
    queryFn: ({ signal }) => data(api.GET("/api/v1/map", { params: { query }, signal })),
    placeholderData: keepPreviousData,
    refetchInterval: AGAIN_MS,
  });
  useTold(({ type }) => TOLD.has(type), asked, SHARED_ANSWER);
  return asked;
}

/** Where tiles come from, if the gateway knows a server of them. It is part of its settings: asked for once. */
export function useTiles() {
  return useQuery({
    queryKey: ["map-tiles"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/map/tiles", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
}
