/** `GET /overview`: the figures of the whole fleet. */

import { useQuery } from "@tanstack/react-query";
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
