import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { memo, useEffect, useRef, useState } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { Age } from "@/components/ui/age";
import { Checkbox } from "@/components/ui/checkbox";
import { StationCells } from "@/components/ui/station-cells";
import { useFleet } from "@/lib/feed/live";
import { type TextKey, t } from "@/lib/i18n";
import { Link, navigate } from "@/lib/router";
import type { StationSearch } from "@/lib/search";
import { isSelected, NOTHING, type Selection, sizeOf, toggled } from "./selection";
import { LinkSign, Power } from "./station-signs";

const ROW = 36;
const NEAR_END = 20;

type Props = {
  stations: Station[];
  more: (() => void) | undefined;
  search: StationSearch;
  onChange: (next: StationSearch) => void;
  selection: Selection;
  onSelect: (next: Selection) => void;
};

const COLUMNS: readonly { text: TextKey; className?: string }[] = [
  { text: "stations.column.station", className: "pl-4" },
  { text: "stations.column.site", className: "max-lg:hidden" },
  { text: "stations.column.link" },
  { text: "stations.column.connectors" },
  { text: "stations.column.power", className: "!text-right" },
  { text: "stations.column.last", className: "!text-right" },
  { text: "stations.column.model", className: "max-lg:hidden" },
  { text: "stations.column.firmware", className: "max-2xl:hidden pr-4" },
];

/** `j` and `k` walk through the rows, `x` selects one, Enter opens one; not while somebody types. */
function useRowKeys(
  stations: Station[],
  show: (index: number) => void,
  select: (station: string) => void,
): number {
  const [at, setAt] = useState(-1);
  const state = useRef({ stations, show, select, at });
  state.current = { stations, show, select, at };
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      const typing =
        event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (typing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]"))
        return;
      const now = state.current;
      const step = { j: 1, k: -1 }[event.key];
      if (step) {
        const next = Math.max(0, Math.min(now.stations.length - 1, now.at + step));
        setAt(next);
        now.show(next);
      } else if (event.key === "x") {
        const station = now.stations[now.at];
        if (station) now.select(station.ocpp_id);
      } else if (event.key === "Enter" && document.activeElement === document.body) {
        const station = now.stations[now.at];
        if (station) navigate({ to: "/stations/$station", params: { station: station.ocpp_id } });
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  return at;
}

/** All stations that fit, of which only those in view are in the page. */
export function StationTable({ stations, more, search, onChange, selection, onSelect }: Props) {
  const canSelect = may("commands:write");
  const scroller = useRef<HTMLDivElement>(null);
  const compact = document.documentElement.dataset.density === "compact";
  const rows = useVirtualizer({
    count: stations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (compact ? ROW - 4 : ROW),
    overscan: 12,
    scrollPaddingEnd: ROW, // the head takes the height of a row
  });
  const at = useRowKeys(
    stations,
    (index) => rows.scrollToIndex(index),
    (id) => {
      if (canSelect) onSelect(toggled(selection, id));
    },
  );
  const items = rows.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  useEffect(() => {
    if (last && last.index >= stations.length - NEAR_END) more?.();
  }, [last, stations.length, more]);
  const before = first?.start ?? 0;
  const after = last ? rows.getTotalSize() - last.end : 0;
  return (
    <div ref={scroller} className="max-h-[calc(100vh-140px)] overflow-auto bg-surface border-y border-line">
      <table
        className="w-full text-sm border-collapse [&_td]:border-b [&_td]:border-line"
        aria-rowcount={stations.length}
      >
        <thead className="bg-canvas sticky top-0 z-10">
          <tr>
            {canSelect && (
              <th scope="col" className="h-9 w-9 pl-4 text-left border-b border-line">
                <Checkbox
                  label={t("bulk.loaded", { count: stations.length })}
                  checked={sizeOf(selection) === 0 ? false : selection.kind === "all" ? true : "mixed"}
                  onChange={() =>
                    onSelect(
                      sizeOf(selection) > 0
                        ? NOTHING
                        : { kind: "some", ids: new Set(stations.map((one) => one.ocpp_id)) },
                    )
                  }
                />
              </th>
            )}
            {COLUMNS.map((column) => (
              <Heading key={column.text} {...column} search={search} onChange={onChange} />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Gap height={before} />}
          {items.map((item) => {
            const station = stations[item.index];
            return (
              station && (
                <StationRow
                  key={station.id}
                  station={station}
                  at={item.index === at}
                  height={item.size}
                  selected={canSelect ? isSelected(selection, station.ocpp_id) : null}
                  onToggle={() => onSelect(toggled(selection, station.ocpp_id))}
                />
              )
            );
          })}
          {after > 0 && <Gap height={after} />}
        </tbody>
      </table>
    </div>
  );
}

function Gap({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that only holds the place of those out of view
    <tr aria-hidden="true">
      <td colSpan={COLUMNS.length + 1} className="!border-0 p-0" style={{ height }} />
    </tr>
  );
}

type HeadingProps = {
  text: TextKey;
  className?: string;
  search: StationSearch;
  onChange: (next: StationSearch) => void;
};

function Heading({ text, className, search, onChange }: HeadingProps) {
  const sortable = text === "stations.column.station" && search.sort !== "-created_at";
  const down = search.sort === "-ocpp_id";
  return (
    <th
      scope="col"
      aria-sort={sortable ? (down ? "descending" : "ascending") : undefined}
      className={clsx(
        "h-9 px-3 text-left text-xs font-[550] text-ink-3 whitespace-nowrap border-b border-line",
        className,
      )}
    >
      {sortable ? (
        <button
          type="button"
          className="inline-flex items-center gap-1 text-ink"
          onClick={() => onChange({ ...search, sort: down ? undefined : "-ocpp_id" })}
        >
          {t(text)}
          {down ? <ArrowDown size={13} aria-hidden="true" /> : <ArrowUp size={13} aria-hidden="true" />}
        </button>
      ) : (
        t(text)
      )}
    </th>
  );
}

const StationRow = memo(function StationRow({
  station,
  at,
  height,
  selected,
  onToggle,
}: {
  station: Station;
  at: boolean;
  height: number;
  selected: boolean | null;
  onToggle: () => void;
}) {
  const live = useFleet(`station:${station.ocpp_id}`).stations.get(station.ocpp_id);
  const online = live?.online ?? station.online;
  return (
    <tr
      aria-selected={selected ?? undefined}
      className={selected ? "bg-selected" : at ? "bg-hover" : "rowx"}
      style={{ height }}
    >
      {selected !== null && (
        <td className="pl-4">
          <Checkbox label={station.ocpp_id} checked={selected} onChange={onToggle} />
        </td>
      )}
      <td className="px-3 pl-4">
        <Link
          to="/stations/$station"
          params={{ station: station.ocpp_id }}
          className="font-[600] id block max-w-[220px] truncate"
        >
          {station.ocpp_id}
        </Link>
      </td>
      <td className="px-3 text-ink-2 max-w-[150px] truncate max-lg:hidden">{station.group}</td>
      <td className="px-3">
        <LinkSign online={online} />
      </td>
      <td className="px-3">
        <StationCells station={station.ocpp_id} />
      </td>
      <td className="px-3 text-right">
        <Power station={station.ocpp_id} />
      </td>
      <td
        className={clsx("px-3 text-right whitespace-nowrap", online ? "text-ink-2" : "font-[550] text-ink")}
      >
        <Age since={live?.last_message_at ?? station.last_message_at} />
      </td>
      <td className="px-3 text-ink-2 whitespace-nowrap max-w-[220px] truncate max-lg:hidden">
        {station.vendor} <span className="text-ink-3">{station.model}</span>
      </td>
      <td className="px-3 pr-4 text-ink-2 max-2xl:hidden max-w-[120px] truncate">
        {station.firmware_version}
      </td>
    </tr>
  );
});
