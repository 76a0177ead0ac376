import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { WifiOff } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import type { Station } from "@/api/stations";
import { Age } from "@/components/ui/age";
import { StationBadges, usePower } from "@/components/ui/station-cells";
import { useFleet } from "@/lib/feed/live";
import { kilowatts } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";

const CARD = 116;
const NEAR_END = 10;

/** The list on a phone. */
export function StationCards({ stations, more }: { stations: Station[]; more: (() => void) | undefined }) {
  const list = useRef<HTMLUListElement>(null);
  const rows = useWindowVirtualizer({
    count: stations.length,
    estimateSize: () => CARD,
    overscan: 6,
    scrollMargin: list.current?.offsetTop ?? 0,
  });
  const items = rows.getVirtualItems();
  const last = items.at(-1);
  useEffect(() => {
    if (last && last.index >= stations.length - NEAR_END) more?.();
  }, [last, stations.length, more]);
  return (
    <ul ref={list} className="relative mx-3" style={{ height: rows.getTotalSize() }}>
      {items.map((item) => {
        const station = stations[item.index];
        return (
          station && (
            <li
              key={station.id}
              ref={rows.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 pb-2"
              style={{ top: item.start - rows.options.scrollMargin }}
            >
              <StationCard station={station} />
            </li>
          )
        );
      })}
    </ul>
  );
}

const StationCard = memo(function StationCard({ station }: { station: Station }) {
  const id = station.ocpp_id;
  const live = useFleet(`station:${id}`).stations.get(id);
  const online = live?.online ?? station.online;
  const watts = usePower(id);
  const about = [station.group, [station.vendor, station.model].filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(", ");
  return (
    <Link
      to="/stations/$station"
      params={{ station: id }}
      className="block bg-surface border border-line rounded-card shadow-card p-3.5"
    >
      <span className="flex items-center gap-2">
        <span className="text-lg font-[650] id truncate">{id}</span>
        {!online && (
          <span className="inline-flex items-center gap-1.5 text-xs font-[580]">
            <WifiOff size={14} aria-hidden="true" />
            {t("stations.offline")}
          </span>
        )}
        {online && (
          <span className={watts ? "ml-auto text-sm font-[580]" : "ml-auto text-sm text-ink-3"}>
            {kilowatts(watts)} kW
          </span>
        )}
      </span>
      <span className="block text-xs text-ink-2 truncate">{about}</span>
      <span className="flex items-center flex-wrap gap-1.5 mt-2">
        <StationBadges station={id} />
        <Age
          ago
          since={live?.last_message_at ?? station.last_message_at}
          className="ml-auto text-xs text-ink-3"
        />
      </span>
    </Link>
  );
});
