import { clsx } from "clsx";
import { memo } from "react";
import { Card } from "@/components/ui/card";
import { Shares } from "@/components/ui/shares";
import { Cell, stateName } from "@/components/ui/state";
import { connectorKey, shownState } from "@/lib/feed/fleet";
import { useFleet } from "@/lib/feed/live";
import { count, fleetPower } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { CONNECTOR_STATES } from "@/lib/states";

/** Above so many connectors a site is one bar: nobody can read more cells. */
const MOST_CELLS = 400;
const MOST_SITES = 60;
/** A site is summed up from all its connectors: not with each of 200 changes a second. */
const PACE_MS = 250;

type Site = { group: string; stations: string[] };

function sitesOf(stations: Iterable<{ ocpp_id: string; group: string | null }>): Site[] {
  const byGroup = new Map<string, string[]>();
  for (const { ocpp_id, group } of stations) {
    const list = byGroup.get(group ?? "");
    if (list) list.push(ocpp_id);
    else byGroup.set(group ?? "", [ocpp_id]);
  }
  return [...byGroup]
    .map(([group, ids]) => ({ group, stations: ids.sort() }))
    .sort((a, b) => Number(a.group === "") - Number(b.group === "") || a.group.localeCompare(b.group));
}

export default function ConnectorMatrix() {
  const fleet = useFleet("fleet");
  const sites = sitesOf(fleet.stations.values());
  const connectors = fleet.connectors.size;
  const places = sites.filter((site) => site.group !== "").length;
  const note =
    places === 0
      ? count(connectors)
      : t("overview.matrix.count", { connectors: count(connectors), count: places });
  return (
    <Card title={t("overview.matrix")} note={note}>
      <div
        className={clsx(
          "grid gap-x-6 gap-y-4 px-4 pb-4 pt-1",
          sites.length > 1 && "sm:grid-cols-2 md:grid-cols-3",
        )}
      >
        {sites
          .slice(0, MOST_SITES)
          .map((site) =>
            connectors <= MOST_CELLS ? (
              <SiteCells key={site.group} site={site} />
            ) : (
              <SiteBar key={site.group} site={site} />
            ),
          )}
      </div>
      <Legend />
    </Card>
  );
}

function SiteHead({ site }: { site: Site }) {
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
    <div className="flex items-baseline gap-2 mb-1.5">
      <Link
        to="/stations"
        search={site.group ? { group: site.group } : {}}
        className="text-xs font-[580] text-ink truncate"
      >
        {site.group || t("overview.matrix.none")}
      </Link>
      {offline > 0 && (
        <span className="text-xs text-ink-3 whitespace-nowrap">
          {t("overview.matrix.offline", { count: offline })}
        </span>
      )}
      <span className="ml-auto text-xs text-ink-2 whitespace-nowrap">
        {power.value} {power.unit}
      </span>
    </div>
  );
}

function SiteCells({ site }: { site: Site }) {
  return (
    <div className="min-w-0">
      <SiteHead site={site} />
      <div className="flex flex-wrap gap-[5px]">
        {site.stations.map((station) => (
          <StationCells key={station} station={station} />
        ))}
      </div>
    </div>
  );
}

const StationCells = memo(function StationCells({ station }: { station: string }) {
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
        <LiveCell key={number} station={station} connector={number} />
      ))}
    </Link>
  );
});

const LiveCell = memo(function LiveCell({ station, connector }: { station: string; connector: number }) {
  const fleet = useFleet(`connector:${connectorKey(station, connector)}`);
  const state = shownState(fleet.connectors.get(connectorKey(station, connector)));
  return <Cell state={state} size={18} title={`${station} · ${connector} ${stateName(state)}`} />;
});

function SiteBar({ site }: { site: Site }) {
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
      <SiteHead site={site} />
      <div className="relative h-2 rounded-full overflow-hidden bg-line fades" role="img" aria-label={label}>
        <Shares parts={CONNECTOR_STATES.map((state) => ({ state, count: byState.get(state) ?? 0 }))} />
      </div>
    </div>
  );
}

/** Every state has its place, also while no connector is in it: the legend of a fleet that lives does not jump. */
function Legend() {
  const { totals } = useFleet("totals");
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(152px,1fr))] gap-x-4 gap-y-1.5 px-4 py-3 border-t border-line text-xs text-ink-2">
      {CONNECTOR_STATES.map((state) => {
        const connectors = totals.byState[state] ?? 0;
        return (
          <li key={state} className="flex items-center gap-1.5 min-w-0">
            <Cell state={state} size={18} />
            <span className="truncate">{stateName(state)}</span>
            <b className={connectors > 0 ? "font-[620] text-ink" : "font-normal text-ink-3"}>
              {count(connectors)}
            </b>
          </li>
        );
      })}
    </ul>
  );
}
