import { clsx } from "clsx";
import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { Overview } from "@/api/overview";
import { MOST_CELLS, SiteBar, SiteCells } from "@/components/fleet/site-cells";
import { type Site, sitesOf } from "@/components/fleet/sites";
import { Cell, stateName } from "@/components/ui/state";
import { connectorKey, type Fleet, shownState } from "@/lib/feed/fleet";
import { useFleet } from "@/lib/feed/live";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { CONNECTOR_STATES } from "@/lib/states";

const BAR_HEIGHT = 56;
const BAR_COLUMNS = 3;
const LOUD = new Set(["Faulted", "Unknown", "SuspendedEVSE"]);

/** Every connector as a cell, by site; or one bar for each site where that would be too many, or too small a screen. */
export function WallSites({ overview }: { overview: Overview }) {
  const fleet = useFleet("fleet");
  const place = useRef<HTMLDivElement>(null);
  const sites = sitesOf(fleet.stations.values());
  const { tooMany, rows } = useRoom(place, fleet.connectors.size, sites.length);
  const bars = fleet.connectors.size > MOST_CELLS || tooMany;
  if (!fleet.complete) return <States byState={overview.connectors.by_status} />;
  const most = bars ? Math.max(BAR_COLUMNS, rows * BAR_COLUMNS) : sites.length;
  const shown = sites.length > most ? worstFirst(fleet, sites).slice(0, most) : sites;
  return (
    <section
      ref={place}
      aria-label={t("wall.sites")}
      className="min-h-0 lg:overflow-hidden border-t border-line pt-4"
    >
      <div
        className={clsx(
          "grid sm:grid-cols-2 lg:grid-cols-3 gap-x-10 gap-y-5",
          !bars && "lg:min-h-full lg:auto-rows-fr",
        )}
      >
        {shown.map((site) =>
          bars ? (
            <SiteBar wall key={site.group} site={site} />
          ) : (
            <SiteCells wall key={site.group} site={site} />
          ),
        )}
      </div>
      {shown.length < sites.length && (
        <p className="mt-4 text-base text-ink-3">
          {t("wall.sites.more", { count: sites.length - shown.length })}
        </p>
      )}
    </section>
  );
}

/** Whether the cells fit on the screen, which nobody scrolls, and how many rows of bars would. */
function useRoom(place: React.RefObject<HTMLDivElement | null>, connectors: number, sites: number) {
  const [tooMany, set] = useState(false);
  const [rows, setRows] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another fleet is measured anew
  useEffect(() => {
    set(false);
  }, [connectors, sites]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another fleet, or bars in place of cells, is measured anew
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => {
      if (element.scrollHeight > element.clientHeight + 1) set(true);
      setRows(Math.floor(element.clientHeight / BAR_HEIGHT) - 1);
    };
    measure();
    let first = true;
    const resized = new ResizeObserver(() => {
      if (!first) set(false);
      first = false;
      requestAnimationFrame(measure);
    });
    resized.observe(element);
    return () => resized.disconnect();
  }, [place, connectors, sites, tooMany]);
  return { tooMany, rows };
}

function worstFirst(fleet: Fleet, sites: readonly Site[]): Site[] {
  const harm = new Map(sites.map((site) => [site, problems(fleet, site)]));
  return [...sites].sort((a, b) => (harm.get(b) ?? 0) - (harm.get(a) ?? 0));
}

function problems(fleet: Fleet, site: Site): number {
  const keys = site.stations.flatMap((id) =>
    (fleet.numbers.get(id) ?? []).map((one) => connectorKey(id, one)),
  );
  return keys.filter((key) => LOUD.has(shownState(fleet.connectors.get(key)))).length;
}

/** A fleet that is too large to be held in a browser: how many connectors show what. */
function States({ byState }: { byState: Overview["connectors"]["by_status"] }) {
  return (
    <section aria-label={t("wall.sites")} className="min-h-0 border-t border-line pt-5">
      <ul className="grid sm:grid-cols-2 gap-x-10 gap-y-4">
        {CONNECTOR_STATES.filter((state) => (byState[state] ?? 0) > 0).map((state) => (
          <li key={state} className="flex items-center gap-4 text-xl">
            <Cell state={state} size={34} />
            {stateName(state)}
            <b className="ml-auto font-[620]">{count(byState[state] ?? 0)}</b>
          </li>
        ))}
      </ul>
    </section>
  );
}
