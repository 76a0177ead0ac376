import { useState } from "react";
import type { Station } from "@/api/stations";
import { useShortcuts } from "@/lib/keys";
import { navigate } from "@/lib/router";

/** The keys of a list (`lib/keys`) walk through the stations, select one, open one. */
export function useRowKeys(
  stations: Station[],
  show: (index: number) => void,
  select: (station: string) => void,
): number {
  const [at, setAt] = useState(-1);
  const step = (by: 1 | -1) => {
    const next = Math.max(0, Math.min(stations.length - 1, at + by));
    setAt(next);
    show(next);
  };
  const station = stations[at];
  useShortcuts({
    "list.next": () => step(1),
    "list.previous": () => step(-1),
    "list.select": () => station && select(station.ocpp_id),
    "list.open": () => {
      if (!station || document.activeElement !== document.body) return false;
      navigate({ to: "/stations/$station", params: { station: station.ocpp_id } });
    },
  });
  return at;
}
