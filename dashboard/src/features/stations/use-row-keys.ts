import { useEffect, useRef, useState } from "react";
import type { Station } from "@/api/stations";
import { navigate } from "@/lib/router";

/** `j` and `k` walk through the stations, `x` selects one, Enter opens one; not while somebody types. */
export function useRowKeys(
  stations: Station[],
  show: (index: number) => void,
  select: (station: string) => void,
): number {
  const [at, setAt] = useState(-1);
  const state = useRef({ stations, show, select, at });
  state.current = { stations, show, select, at };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement &&
        event.target.matches("input:not([type=checkbox]), textarea, select");
      if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]"))
        return;
      const now = state.current;
      const step = { j: 1, k: -1 }[event.key];
      if (step) {
        const next = Math.max(0, Math.min(now.stations.length - 1, now.at + step));
        setAt(next);
        now.show(next);
      } else if (event.key === "x") {
        const station = now.stations[now.at];
        if (station) now.select(station.ocpp_id);
      } else if (event.key === "Enter" && document.activeElement === document.body) {
        const station = now.stations[now.at];
        if (station) navigate({ to: "/stations/$station", params: { station: station.ocpp_id } });
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  return at;
}
