import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect } from "react";
import { useOverview } from "@/api/overview";
import { FleetStrip } from "@/components/ui/fleet-strip";
import { Mark } from "@/components/ui/mark";
import { useFleet } from "@/lib/feed/live";
import { bothTimes, clock, count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { Link, match, usePath } from "@/lib/router";
import { LiveBanner, LiveSign } from "./live-banner";
import { PLACES } from "./navigation";

function usePage(): { title: string; inside: boolean } {
  const path = usePath();
  const inside = match("/stations/$station", path);
  if (inside?.station) return { title: inside.station, inside: true };
  const place = PLACES.flatMap((group) => group.places).find((one) => one.to === path);
  if (place) return { title: t(place.text), inside: false };
  if (path === "/account") return { title: t("nav.own-account"), inside: false };
  return { title: t("app.name"), inside: false };
}

/** Where one is, how true it is, and the whole fleet as a line. */
export function PageHeader() {
  const { title, inside } = usePage();
  const { totals, complete } = useFleet("totals");
  const { data: overview } = useOverview();
  useEffect(() => {
    document.title = t("app.title", { page: title });
  }, [title]);
  const number =
    title === t("nav.stations") && overview
      ? count(complete ? totals.stations : overview.stations.total)
      : null;
  return (
    <div className="sticky top-0 z-20">
      <header className="bg-surface">
        <div className="flex items-center gap-2 h-12 px-4 lg:px-6">
          {inside ? (
            <Link
              to="/stations"
              aria-label={t("nav.back")}
              className="sm:hidden -ml-2 grid place-items-center size-9 text-ink-2"
            >
              <ChevronLeft size={20} strokeWidth={1.75} aria-hidden="true" />
            </Link>
          ) : (
            <span className="sm:hidden">
              <Mark size={22} />
            </span>
          )}
          <div className="flex items-center gap-1.5 min-w-0 text-sm">
            {inside && (
              <>
                <Link to="/stations" className="text-ink-3 hover:text-ink max-sm:hidden">
                  {t("nav.stations")}
                </Link>
                <ChevronRight size={14} aria-hidden="true" className="text-ink-3 max-sm:hidden shrink-0" />
              </>
            )}
            <h1 className="font-[620] text-ink truncate text-sm max-sm:text-lg">
              <span className={inside ? "id" : undefined}>{title}</span>
            </h1>
            {number && <span className="text-ink-3 max-sm:text-lg">{number}</span>}
          </div>
          <div className="ml-auto flex items-center gap-1.5">
            <LiveSign />
            <HeaderClock />
          </div>
        </div>
        <FleetStrip byState={complete ? totals.byState : (overview?.connectors.by_status ?? {})} />
      </header>
      <LiveBanner />
    </div>
  );
}

function HeaderClock() {
  const now = useNow();
  return (
    <span className="max-sm:hidden text-xs text-ink-3 tabular-nums pr-1" title={bothTimes(now)}>
      {clock(now)}
    </span>
  );
}
