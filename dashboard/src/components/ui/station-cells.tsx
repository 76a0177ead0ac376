import { useQuery } from "@tanstack/react-query";
import { memo } from "react";
import { api, data } from "@/api/client";
import { connectorKey, type Fleet, shownState } from "@/lib/feed/fleet";
import { useFleet } from "@/lib/feed/live";
import type { ConnectorRow } from "@/lib/feed/protocol";
import { t } from "@/lib/i18n";
import { type ConnectorState, worstState } from "@/lib/states";
import { Cell, StateBadge, stateName } from "./state";

const OLD_MS = 15_000;
const MOST_TRIES = 3;

/** The rows as they are now. Asked again if the feed told something meanwhile: the answer may be older than that. */
async function askConnectors(station: string, fleet: Fleet, signal: AbortSignal) {
  const topic = `events:${station}`;
  for (let tries = 1; ; tries += 1) {
    const before = fleet.version(topic);
    const path = { ocpp_id: station };
    const rows = await data(api.GET("/api/v1/stations/{ocpp_id}/connectors", { params: { path }, signal }));
    if (fleet.version(topic) !== before && tries < MOST_TRIES) continue;
    if (!fleet.complete) fleet.know(rows.items);
    return rows;
  }
}

/** The connectors of a station: from the feed's picture, or asked for where the fleet is too large for one. "": none. */
export function useConnectors(station: string): readonly ConnectorRow[] {
  const fleet = useFleet(`station:${station}`);
  const events = useFleet(`events:${station}`).version(`events:${station}`);
  const asked = useQuery({
    queryKey: ["connectors", "live", station],
    queryFn: ({ signal }) => askConnectors(station, fleet, signal),
    enabled: !fleet.complete && station !== "",
    staleTime: OLD_MS,
  });
  if (!fleet.complete && !asked.data) return [];
  void events; // repaints on the station's events
  const rows = (fleet.numbers.get(station) ?? []).map((number) =>
    fleet.connectors.get(connectorKey(station, number)),
  );
  return rows.filter((row) => row !== undefined);
}

function states(rows: readonly ConnectorRow[]): ConnectorState[] {
  return rows.map((row) => shownState(row));
}

/** Cells and the word of the worst of them: ordinary ones are quiet. */
export const StationCells = memo(function StationCells({ station }: { station: string }) {
  const all = states(useConnectors(station));
  if (all.length === 0) return <span className="text-xs text-ink-3">{t("value.unknown")}</span>;
  const worst = worstState(all);
  const loud = worst === "Faulted" || worst === "SuspendedEVSE";
  return (
    <span className="flex gap-1">
      {all.map((state, index) => (
        <Cell key={index} state={state} size={20} title={state} />
      ))}
      <span
        data-state={worst}
        className={`ml-1.5 text-xs self-center whitespace-nowrap max-md:sr-only ${loud ? "text-fg font-[550]" : "text-ink-3"}`}
      >
        {stateName(worst)}
      </span>
    </span>
  );
});

/** The same as words, for a card. */
export const StationBadges = memo(function StationBadges({ station }: { station: string }) {
  return states(useConnectors(station)).map((state, index) => <StateBadge key={index} state={state} />);
});

/** Power of all connectors in W; null while nothing is known of any. */
export function usePower(station: string): number | null {
  const rows = useConnectors(station).filter((row) => row.online);
  if (rows.length === 0) return null;
  return rows.reduce((sum, row) => sum + (row.power_w ?? 0), 0);
}
