import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp } from "lucide-react";
import { memo, useCallback, useEffect, useRef, useSyncExternalStore } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { Checkbox } from "@/components/ui/checkbox";
import { useFleet } from "@/lib/feed/live";
import { type TextKey, t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import type { StationSearch } from "@/lib/search";
import { chosenDensity, onDensity } from "@/lib/theme";
import { type Column, USUAL } from "./columns";
import { isSelected, NOTHING, type Selection, sizeOf, toggled } from "./selection";
import { LOOKS } from "./station-columns";
import { useRowKeys } from "./use-row-keys";

const ROW = 36;
const NEAR_END = 20;

type Props = {
  stations: Station[];
  more: (() => void) | undefined;
  search: StationSearch;
  onChange: (next: StationSearch) => void;
  selection: Selection;
  onSelect: (next: Selection) => void;
  /** Those that somebody has chosen; null: the usual ones, as far as there is room. */
  columns: readonly Column[] | null;
};

/** All stations that fit, of which only those in view are in the page. */
export function StationTable({
  stations,
  more,
  search,
  onChange,
  selection,
  onSelect,
  columns: chosen,
}: Props) {
  const canSelect = may("commands:write");
  const scroller = useRef<HTMLDivElement>(null);
  const compact = useSyncExternalStore(onDensity, chosenDensity) === "compact";
  const usual = chosen === null;
  const columns = chosen ?? USUAL;
  const rows = useVirtualizer({
    count: stations.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (compact ? ROW - 4 : ROW),
    overscan: 12,
    scrollPaddingEnd: ROW, // the head takes the height of a row
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the measure of a row depends on the density alone
  useEffect(() => rows.measure(), [compact]);
  const latest = useRef({ selection, onSelect });
  latest.current = { selection, onSelect };
  const toggle = useCallback((id: string) => {
    const now = latest.current;
    now.onSelect(toggled(now.selection, id));
  }, []);
  const at = useRowKeys(
    stations,
    (index) => rows.scrollToIndex(index),
    (id) => {
      if (canSelect) toggle(id);
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
            <Heading text="stations.column.station" className="pl-4" search={search} onChange={onChange} />
            {columns.map((column) => (
              <Heading
                key={column}
                text={`stations.column.${column}`}
                className={placeOf(column, usual)}
                search={search}
                onChange={onChange}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {before > 0 && <Gap height={before} columns={columns.length + 2} />}
          {items.map((item) => {
            const station = stations[item.index];
            return (
              station && (
                <StationRow
                  key={station.id}
                  station={station}
                  columns={columns}
                  usual={usual}
                  at={item.index === at}
                  height={item.size}
                  selected={canSelect ? isSelected(selection, station.ocpp_id) : null}
                  onToggle={toggle}
                />
              )
            );
          })}
          {after > 0 && <Gap height={after} columns={columns.length + 2} />}
        </tbody>
      </table>
    </div>
  );
}

function Gap({ height, columns }: { height: number; columns: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row that only holds the place of those out of view
    <tr aria-hidden="true">
      <td colSpan={columns} className="!border-0 p-0" style={{ height }} />
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

type RowProps = {
  station: Station;
  columns: readonly Column[];
  usual: boolean;
  at: boolean;
  height: number;
  selected: boolean | null;
  onToggle: (station: string) => void;
};

const StationRow = memo(function StationRow({
  station,
  columns,
  usual,
  at,
  height,
  selected,
  onToggle,
}: RowProps) {
  const live = useFleet(`station:${station.ocpp_id}`).stations.get(station.ocpp_id);
  const row = {
    station,
    online: live?.online ?? station.online,
    lastMessage: live?.last_message_at ?? station.last_message_at,
  };
  return (
    <tr
      aria-selected={selected ?? undefined}
      className={selected ? "bg-selected" : at ? "bg-hover" : "rowx"}
      style={{ height }}
    >
      {selected !== null && (
        <td className="pl-4">
          <Checkbox label={station.ocpp_id} checked={selected} onChange={() => onToggle(station.ocpp_id)} />
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
      {columns.map((column) => (
        <td key={column} className={clsx("px-3", LOOKS[column].className, placeOf(column, usual))}>
          {LOOKS[column].cell(row)}
        </td>
      ))}
    </tr>
  );
});

function placeOf(column: Column, usual: boolean): string {
  const { right, narrow } = LOOKS[column];
  return clsx("last:pr-4", right && "!text-right", usual && narrow);
}
