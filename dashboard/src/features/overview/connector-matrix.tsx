import { clsx } from "clsx";
import { MOST_CELLS, SiteBar, SiteCells } from "@/components/fleet/site-cells";
import { sitesOf } from "@/components/fleet/sites";
import { Card } from "@/components/ui/card";
import { Cell, stateName } from "@/components/ui/state";
import { useFleet } from "@/lib/feed/live";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { CONNECTOR_STATES } from "@/lib/states";

const MOST_SITES = 60;

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
