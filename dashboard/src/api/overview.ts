/** `GET /overview`: the figures of the whole fleet. */

import { useQuery } from "@tanstack/react-query";
import { getJson } from "./raw";

export type Attention = {
  kind: string;
  station: string;
  group: string | null;
  connector: number | null;
  since: string | null;
  count: number;
  detail: string | null;
};

export type Overview = {
  as_of: string;
  power_w: number;
  energy_today_kwh: number;
  transactions_today: number;
  transactions_running: number;
  stations: { total: number; online: number; offline: number; faulted: number; pending: number };
  connectors: {
    total: number;
    available: number;
    charging: number;
    faulted: number;
    blocked: number;
    by_status: Record<string, number>;
  };
  hours: { begin: string; started: number; energy_kwh: number }[];
  needs_attention: Attention[];
  attention_counts: Record<string, number>;
};

/** Today begins at midnight where the person is. */
export function getOverview(signal: AbortSignal): Promise<Overview> {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  return getJson<Overview>(`/overview?day_start=${encodeURIComponent(midnight.toISOString())}`, signal);
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
