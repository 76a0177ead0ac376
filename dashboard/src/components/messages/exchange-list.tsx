import { useVirtualizer } from "@tanstack/react-virtual";
import { clsx } from "clsx";
import { memo, type ReactNode, useEffect, useRef } from "react";
import { bothTimes, moment } from "@/lib/format";
import { contentOf } from "@/lib/frames/content";
import { type Exchange, outcomeOf, shownFrame } from "@/lib/frames/exchanges";
import { type TextKey, t } from "@/lib/i18n";
import { useWide } from "@/lib/wide";
import { AnswerSign, LatencySign, WaySign } from "./exchange-signs";

const ROW = 30;
const CARD = 52;
const NEAR_END = 15;

type Props = {
  exchanges: readonly Exchange[];
  now: number;
  chosen: string | null;
  onChoose: (exchange: Exchange) => void;
  /** Which station stands in a column of its own; not on the page of one station. */
  withStation: boolean;
  className: string;
  /** Asks for older ones; called when the end comes near, once for each length of the list. */
  onEnd?: () => void;
  /** Whoever scrolls away from the newest reads. */
  onLeaveTop?: () => void;
  /** True: the newest stand at the top and are shown. */
  follow?: boolean;
  /** After the last one: how far back the list reaches. */
  foot?: ReactNode;
};

/** Requests with their answers, newest first; only those in view are in the page. */
export function ExchangeList(props: Props) {
  const { exchanges, now, chosen, onChoose, withStation, className } = props;
  const { onEnd, onLeaveTop, follow = true, foot } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const wide = useWide();
  const rows = useVirtualizer({
    count: exchanges.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => (wide ? ROW : CARD),
    getItemKey: (index) => exchanges[index]?.key ?? index,
    overscan: 10,
  });
  const items = rows.getVirtualItems();
  const end = items.at(-1)?.index ?? -1;
  const askedAt = useRef(-1);
  const { length } = exchanges;
  useEffect(() => {
    // A page may bring nothing that fits the filter; then a person decides whether to look further.
    if (!onEnd || end < length - NEAR_END || askedAt.current === length) return;
    askedAt.current = length;
    onEnd();
  }, [end, length, onEnd]);
  useEffect(() => {
    if (follow) scroller.current?.scrollTo({ top: 0 });
  }, [follow]);
  return (
    <div className="min-w-0 flex flex-col">
      {wide && <Columns withStation={withStation} />}
      <div
        ref={scroller}
        onScroll={(event) => {
          if (follow && event.currentTarget.scrollTop > ROW) onLeaveTop?.();
        }}
        className={clsx("overflow-y-auto bg-surface border-y border-line", className)}
      >
        <ol aria-label={t("log.list")} className="relative" style={{ height: rows.getTotalSize() }}>
          {items.map((item) => {
            const exchange = exchanges[item.index];
            if (!exchange) return null;
            const Row = wide ? WideRow : NarrowRow;
            return (
              <li
                key={item.key}
                className="absolute inset-x-0"
                style={{ top: item.start, height: item.size }}
              >
                <Row
                  exchange={exchange}
                  now={outcomeOf(exchange, now) === "answered" ? 0 : now}
                  chosen={exchange.key === chosen}
                  onChoose={onChoose}
                  withStation={withStation}
                />
              </li>
            );
          })}
        </ol>
        {foot}
      </div>
    </div>
  );
}

const WIDE = "grid items-center gap-x-3 px-4 text-left w-full h-full text-sm";
const WITH = "grid-cols-[6.5rem_minmax(0,1fr)_1rem_minmax(0,1.5fr)_minmax(0,2fr)_minmax(0,1.2fr)_7.5rem]";
const WITHOUT = "grid-cols-[6.5rem_1rem_minmax(0,1.5fr)_minmax(0,2fr)_minmax(0,1.2fr)_7.5rem]";

function Columns({ withStation }: { withStation: boolean }) {
  const names: (TextKey | null)[] = ["log.column.time", null, "log.column.action", "log.column.content"];
  if (withStation) names.splice(1, 0, "log.column.station");
  return (
    <div
      aria-hidden="true"
      className={clsx(WIDE, withStation ? WITH : WITHOUT, "!h-9 text-xs font-[550] text-ink-3 bg-canvas")}
    >
      {names.map((name) => (
        <span key={name}>{name && t(name)}</span>
      ))}
      <span>{t("log.column.answer")}</span>
      <span className="text-right">{t("log.column.latency")}</span>
    </div>
  );
}

type RowProps = Pick<Props, "now" | "onChoose" | "withStation"> & { exchange: Exchange; chosen: boolean };

function look(exchange: Exchange, now: number, chosen: boolean): string {
  if (chosen) return "bg-selected";
  const outcome = outcomeOf(exchange, now);
  return outcome === "error" || outcome === "missing" ? "bg-danger-tint" : "rowx";
}

const WideRow = memo(function WideRow({ exchange, now, chosen, onChoose, withStation }: RowProps) {
  const shown = shownFrame(exchange);
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={() => onChoose(exchange)}
      className={clsx(
        WIDE,
        withStation ? WITH : WITHOUT,
        "border-b border-line",
        look(exchange, now, chosen),
      )}
    >
      <Moment at={exchange.at} />
      {withStation && <span className="font-[600] truncate id">{shown.station}</span>}
      <WaySign exchange={exchange} />
      <span className="font-[600] truncate">{shown.action}</span>
      <span className="text-ink-2 truncate normal-nums">
        {exchange.call ? contentOf(exchange.call) : t("log.answer.alone")}
      </span>
      <AnswerSign exchange={exchange} now={now} />
      <LatencySign exchange={exchange} now={now} />
    </button>
  );
});

const NarrowRow = memo(function NarrowRow({ exchange, now, chosen, onChoose, withStation }: RowProps) {
  const shown = shownFrame(exchange);
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={() => onChoose(exchange)}
      className={clsx(
        "flex flex-col justify-center w-full h-full px-3 text-left border-b border-line",
        look(exchange, now, chosen),
      )}
    >
      <span className="flex items-center gap-2 w-full text-sm">
        <WaySign exchange={exchange} />
        <span className="font-[600] truncate">{shown.action}</span>
        <span className="ml-auto text-xs">
          <LatencySign exchange={exchange} now={now} />
        </span>
      </span>
      <span className="flex items-center gap-2 w-full pl-[22px] text-xs text-ink-2">
        {withStation ? (
          <span className="font-[600] truncate shrink-0 max-w-[50%] id">{shown.station}</span>
        ) : (
          <Moment at={exchange.at} />
        )}
        <span className="truncate normal-nums">{exchange.call ? contentOf(exchange.call) : ""}</span>
        <span className="ml-auto shrink-0 max-w-[45%] truncate">
          <AnswerSign exchange={exchange} now={now} />
        </span>
      </span>
    </button>
  );
});

/** The time of day with milliseconds: frames follow each other within one second. */
function Moment({ at }: { at: number }) {
  const text = new Date(at).toISOString();
  const thousandths = text.slice(19, 23);
  return (
    <time dateTime={text} title={bothTimes(at)} className="text-xs text-ink-2 whitespace-nowrap">
      {moment(text, at)}
      <span className="text-ink-3">{thousandths}</span>
    </time>
  );
}
