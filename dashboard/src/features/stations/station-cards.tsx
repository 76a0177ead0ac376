import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { WifiOff } from "lucide-react";
import { memo, useCallback, useEffect, useRef, useState } from "react";
import type { Station } from "@/api/stations";
import { Age } from "@/components/ui/age";
import { Checkbox } from "@/components/ui/checkbox";
import { StationBadges, StationCells, usePower } from "@/components/ui/station-cells";
import { useFleet } from "@/lib/feed/live";
import { kilowatts } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { isSelected, type Selection, toggled } from "./selection";
import { useRowKeys } from "./use-row-keys";

const CARD = 116;
const NARROWEST = 270;
const NEAR_END = 10;

type Props = {
  stations: Station[];
  more: (() => void) | undefined;
  selection: Selection;
  onSelect: (next: Selection) => void;
  /** Whether cards have a checkbox; on a phone only once somebody wants to select. */
  selecting: boolean;
};

/** How many cards fit side by side. */
function useAbreast(list: HTMLElement | null): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    if (!list) return;
    const observer = new ResizeObserver(() => setWidth(list.clientWidth));
    observer.observe(list);
    return () => observer.disconnect();
  }, [list]);
  return Math.max(1, Math.floor(width / NARROWEST));
}

/** The list on a phone, and the tiles beside the table: as many abreast as fit. */
export function StationCards({ stations, more, selection, onSelect, selecting }: Props) {
  const [list, setList] = useState<HTMLUListElement | null>(null);
  const abreast = useAbreast(list);
  const rows = useWindowVirtualizer({
    count: Math.ceil(stations.length / abreast),
    estimateSize: () => CARD,
    overscan: 6,
    scrollMargin: list?.offsetTop ?? 0,
  });
  const latest = useRef({ selection, onSelect });
  latest.current = { selection, onSelect };
  const toggle = useCallback((id: string) => {
    const now = latest.current;
    now.onSelect(toggled(now.selection, id));
  }, []);
  const at = useRowKeys(
    stations,
    (index) => rows.scrollToIndex(Math.floor(index / abreast)),
    (id) => {
      if (selecting) toggle(id);
    },
  );
  const items = rows.getVirtualItems();
  const last = items.at(-1);
  useEffect(() => {
    if (last && (last.index + 1) * abreast >= stations.length - NEAR_END) more?.();
  }, [last, abreast, stations.length, more]);
  return (
    <ul ref={setList} className="relative mx-3 sm:mx-4" style={{ height: rows.getTotalSize() }}>
      {items.flatMap((item) => {
        const first = item.index * abreast;
        return stations.slice(first, first + abreast).map((station, place) => (
          <li
            key={station.id}
            ref={place === 0 ? rows.measureElement : undefined}
            data-index={item.index}
            className="absolute pb-2 px-1"
            style={{
              top: item.start - rows.options.scrollMargin,
              left: `${(place / abreast) * 100}%`,
              width: `${100 / abreast}%`,
            }}
          >
            <StationCard
              station={station}
              at={first + place === at}
              selected={selecting ? isSelected(selection, station.ocpp_id) : null}
              tile={abreast > 1}
              onToggle={toggle}
            />
          </li>
        ));
      })}
    </ul>
  );
}

type CardProps = {
  station: Station;
  at: boolean;
  selected: boolean | null;
  /** Beside others: it has the height of all. */
  tile: boolean;
  onToggle: (station: string) => void;
};

const StationCard = memo(function StationCard({ station, at, selected, tile, onToggle }: CardProps) {
  const id = station.ocpp_id;
  const live = useFleet(`station:${id}`).stations.get(id);
  const online = live?.online ?? station.online;
  const watts = usePower(id);
  const about = [station.group, [station.vendor, station.model].filter(Boolean).join(" ")]
    .filter(Boolean)
    .join(", ");
  return (
    <div
      className={clsx(
        "relative border rounded-card shadow-card p-3.5",
        selected ? "bg-selected border-line-3" : at ? "bg-hover border-line-3" : "bg-surface border-line",
      )}
    >
      <div className="flex items-center gap-2">
        {selected !== null && (
          // biome-ignore lint/a11y/noLabelWithoutControl: the whole corner belongs to the checkbox; a thumb is wide
          <label className="relative z-10 -m-2.5 -mr-1 grid place-items-center size-9 cursor-pointer">
            <Checkbox label={id} checked={selected} onChange={() => onToggle(id)} />
          </label>
        )}
        <Link
          to="/stations/$station"
          params={{ station: id }}
          className="text-lg font-[650] id truncate after:absolute after:inset-0 after:rounded-card"
        >
          {id}
        </Link>
        {!online && (
          <span className="inline-flex items-center gap-1.5 text-xs font-[580]">
            <WifiOff size={14} aria-hidden="true" />
            {t("stations.offline")}
          </span>
        )}
        {online && (
          <span className={clsx("ml-auto text-sm whitespace-nowrap", watts ? "font-[580]" : "text-ink-3")}>
            {kilowatts(watts)} kW
          </span>
        )}
      </div>
      <p className="text-xs text-ink-2 truncate min-h-4">{about}</p>
      <div className={clsx("flex items-center gap-1.5 mt-2 min-h-[22px]", !tile && "flex-wrap")}>
        {tile ? <StationCells station={id} /> : <StationBadges station={id} />}
        <Age
          ago
          since={live?.last_message_at ?? station.last_message_at}
          className="ml-auto text-xs text-ink-3 whitespace-nowrap"
        />
      </div>
    </div>
  );
});
