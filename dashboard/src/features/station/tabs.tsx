import { clsx } from "clsx";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { STATION_TABS, type StationTab } from "@/lib/search";
import { useDeviations } from "./deviations";

/** The tabs of a station: arrow keys walk, and the choice stands in the address. */
export function Tabs({ station, tab }: { station: string; tab: StationTab }) {
  const list = useRef<HTMLDivElement>(null);
  const deviations = useDeviations(station).data?.items.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: on a phone the chosen one may stand outside of the picture
  useEffect(() => {
    const chosen = list.current?.querySelector<HTMLElement>("[aria-selected=true]");
    const row = list.current;
    if (chosen && row) row.scrollLeft = chosen.offsetLeft - (row.clientWidth - chosen.clientWidth) / 2;
  }, [tab]);
  const choose = (next: StationTab) => {
    const search = next === "live" ? {} : { tab: next };
    navigate({ to: "/stations/$station", params: { station }, search, replace: true });
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = (STATION_TABS.indexOf(tab) + step + STATION_TABS.length) % STATION_TABS.length;
    const next = STATION_TABS[at];
    if (!next) return;
    choose(next);
    list.current?.querySelectorAll<HTMLButtonElement>("[role=tab]")[at]?.focus();
  };
  return (
    <div
      ref={list}
      role="tablist"
      aria-label={t("station.tabs")}
      onKeyDown={pressed}
      className="relative flex gap-5 mt-5 border-b border-line overflow-x-auto [scrollbar-width:none]"
    >
      {STATION_TABS.map((name) => (
        <button
          key={name}
          type="button"
          role="tab"
          aria-selected={name === tab}
          tabIndex={name === tab ? 0 : -1}
          onClick={() => choose(name)}
          className={clsx(
            "h-10 text-sm whitespace-nowrap border-b-2 -mb-px",
            name === tab
              ? "border-ink text-ink font-[620]"
              : "border-transparent text-ink-2 font-[500] hover:text-ink",
          )}
        >
          {t(`station.tab.${name}`)}
          {name === "deviations" && deviations > 0 && (
            <span className="ml-1.5 text-warn font-[620]">{count(deviations)}</span>
          )}
        </button>
      ))}
    </div>
  );
}
