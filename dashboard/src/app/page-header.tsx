import { ChevronLeft, ChevronRight } from "lucide-react";
import { useEffect } from "react";
import { useOverview } from "@/api/overview";
import { FleetStrip } from "@/components/ui/fleet-strip";
import { LiveBanner, LiveSign } from "@/components/ui/live-banner";
import { Mark } from "@/components/ui/mark";
import { useFleet } from "@/lib/feed/live";
import { bothTimes, clock, count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { Link, match, usePath } from "@/lib/router";
import { PLACES, type Place } from "./navigation";

type Page = { title: string; above: Place | null };

/** An identity is the title of its page; a made id tells nobody anything. */
const MADE_ID = /^[0-9a-f]{8}-[0-9a-f-]{27}$/;

/** The pages inside another one, and the part of the address that is their title. */
const INSIDE: readonly [pattern: string, part: string][] = [
  ["/stations/$station", "station"],
  ["/transactions/$transaction", "transaction"],
];

function usePage(): Page {
  const path = usePath();
  const places = PLACES.flatMap((group) => group.places);
  for (const [pattern, part] of INSIDE) {
    const inside = match(pattern, path)?.[part];
    const above = places.find((place) => pattern.startsWith(`${place.to}/`) && place.to !== "/");
    if (inside && above) return { title: MADE_ID.test(inside) ? t("nav.inside") : inside, above };
  }
  if (path === "/account") return { title: t("nav.own-account"), above: null };
  if (path === "/scan") return { title: t("nav.scan"), above: null };
  const here = places.find((place) => place.to === path);
  return { title: t(here?.text ?? "app.name"), above: null };
}

/** Where one is, how true it is, and the whole fleet as a line. */
export function PageHeader() {
  const { title, above } = usePage();
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
          {above ? (
            <Link
              to={above.to}
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
            {above && (
              <>
                <Link to={above.to} className="text-ink-3 hover:text-ink max-sm:hidden">
                  {t(above.text)}
                </Link>
                <ChevronRight size={14} aria-hidden="true" className="text-ink-3 max-sm:hidden shrink-0" />
              </>
            )}
            <h1 className="font-[620] text-ink truncate text-sm max-sm:text-lg">
              <span className={above ? "id" : undefined}>{title}</span>
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
