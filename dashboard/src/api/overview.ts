/** `GET /overview`: the figures of the whole fleet. */

import { useQuery } from "@tanstack/react-query";
import { useFleet } from "@/lib/feed/live";
import { api, data, type Schemas } from "./client";

export type Overview = Schemas["Overview"];
export type Attention = Schemas["Attention"];

/** Today begins at midnight where the person is. */
export function getOverview(signal: AbortSignal): Promise<Overview> {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const query = { day_start: midnight.toISOString() };
  return data(api.GET("/api/v1/overview", { params: { query }, signal }));
}

const AGAIN_MS = 5_000;

/** The figures, asked for once for all who show them. */
export function useOverview() {
  return useQuery({
    queryKey: ["overview"],
    queryFn: ({ signal }) => getOverview(signal),
    refetchInterval: AGAIN_MS,
  });
}

export type FleetHistory = Schemas["FleetHistory"];

const CURVE_AGAIN_MS = 60_000;

/** How the fleet was between two moments (ms); without them, in the last 24 hours. A sample comes each minute. */
export function useFleetHistory(name: string, frame?: { from: number; to: number }) {
  const query = frame && { from: new Date(frame.from).toISOString(), to: new Date(frame.to).toISOString() };
  return useQuery({
    queryKey: ["overview-history", name],
    queryFn: ({ signal }) => data(api.GET("/api/v1/overview/history", { params: { query }, signal })),
    refetchInterval: CURVE_AGAIN_MS,
  });
}

/** The figures that change with every event: from the feed where it knows the whole fleet, else as they were counted. */
export function useLiveFigures({ power_w, stations, connectors }: Overview) {
  const { totals, complete } = useFleet("totals");
  return {
    power_w: complete ? totals.power_w : power_w,
    charging: complete ? (totals.byState.Charging ?? 0) : connectors.charging,
    faulted: complete ? (totals.byState.Faulted ?? 0) : connectors.faulted,
    stations: complete ? totals.stations : stations.total,
    online: complete ? totals.online : stations.online,
  };
}
