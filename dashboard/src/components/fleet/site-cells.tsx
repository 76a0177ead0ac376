import { clsx } from "clsx";
import { memo } from "react";
import { Shares } from "@/components/ui/shares";
import { Cell, type CellSize, stateName } from "@/components/ui/state";
import { connectorKey, shownState } from "@/lib/feed/fleet";
import { useFleet } from "@/lib/feed/live";
import { count, fleetPower } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { CONNECTOR_STATES } from "@/lib/states";
import type { Site } from "./sites";

/** Above so many connectors a site is one bar: nobody can read more cells. */
export const MOST_CELLS = 400;
/** A site is summed up from all its connectors: not with each of 200 changes a second. */
const PACE_MS = 250;

type SiteProps = { site: Site; wall?: boolean };

function SiteHead({ site, wall }: SiteProps) {
  const fleet = useFleet("totals", PACE_MS);
  let offline = 0;
  let watts = 0;
  for (const id of site.stations) {
    if (!fleet.stations.get(id)?.online) offline += 1;
    for (const number of fleet.numbers.get(id) ?? []) {
      const row = fleet.connectors.get(connectorKey(id, number));
      if (row?.online) watts += row.power_w ?? 0;
    }
  }
  const power = fleetPower(watts);
  return (
    <div className={clsx("flex items-baseline gap-2", wall ? "mb-2" : "mb-1.5")}>
      <Link
        to="/stations"
        search={site.group ? { group: site.group } : {}}
        className={clsx("text-ink truncate", wall ? "text-base font-[600]" : "text-xs font-[580]")}
      >
        {site.group || t("overview.matrix.none")}
      </Link>
      {offline > 0 && (
        <span className="text-xs text-ink-3 whitespace-nowrap">
          {t("overview.matrix.offline", { count: offline })}
        </span>
      )}
      <span className={clsx("ml-auto text-ink-2 whitespace-nowrap", wall ? "text-base" : "text-xs")}>
        {power.value} {power.unit}
      </span>
    </div>
  );
}

/** Every connector of a site as a cell. */
export function SiteCells({ site, wall }: SiteProps) {
  return (
    <div className="min-w-0">
      <SiteHead site={site} wall={wall} />
      <div className="flex flex-wrap gap-[5px]">
        {site.stations.map((station) => (
          <StationCells key={station} station={station} size={wall ? 34 : 18} />
        ))}
      </div>
    </div>
  );
}

const StationCells = memo(function StationCells({ station, size }: { station: string; size: CellSize }) {
  const fleet = useFleet(`station:${station}`);
  useFleet(`events:${station}`); // the label names the states of all its connectors
  const numbers = fleet.numbers.get(station) ?? [];
  const states = numbers.map((number) =>
    stateName(shownState(fleet.connectors.get(connectorKey(station, number)))),
  );
  if (numbers.length === 0) return null;
  return (
    <Link
      to="/stations/$station"
      params={{ station }}
      aria-label={`${station}: ${states.join(", ")}`}
      className="flex gap-px rounded-[4px]"
    >
      {numbers.map((number) => (
        <LiveCell key={number} station={station} connector={number} size={size} />
      ))}
    </Link>
  );
});

const LiveCell = memo(function LiveCell({
  station,
  connector,
  size,
}: {
  station: string;
  connector: number;
  size: CellSize;
}) {
  const fleet = useFleet(`connector:${connectorKey(station, connector)}`);
  const state = shownState(fleet.connectors.get(connectorKey(station, connector)));
  return <Cell state={state} size={size} title={`${station} · ${connector} ${stateName(state)}`} />;
});

/** The states of a site as one bar. */
export function SiteBar({ site, wall }: SiteProps) {
  const fleet = useFleet("totals", PACE_MS);
  const byState = new Map<string, number>();
  let total = 0;
  for (const id of site.stations) {
    for (const number of fleet.numbers.get(id) ?? []) {
      const state = shownState(fleet.connectors.get(connectorKey(id, number)));
      byState.set(state, (byState.get(state) ?? 0) + 1);
      total += 1;
    }
  }
  const free = byState.get("Available") ?? 0;
  const label = t("overview.matrix.large", { available: count(free), total: count(total) });
  return (
    <div className="min-w-0">
      <SiteHead site={site} wall={wall} />
      <div
        className={clsx("relative rounded-full overflow-hidden bg-line fades", wall ? "h-3" : "h-2")}
        role="img"
        aria-label={label}
      >
        <Shares parts={CONNECTOR_STATES.map((state) => ({ state, count: byState.get(state) ?? 0 }))} />
      </div>
    </div>
  );
}
