import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { currentLanguage, t } from "@/lib/i18n";
import { placeOf, type Span } from "./course-times";

export type Measure = { name: string; values: (number | null)[]; colour: string; dashed?: boolean };
type Props = {
  times: number[];
  measure: Measure;
  height: number;
  last: boolean;
  /** Of the axis of time, in ms: that of the whole charge. */
  span: Span;
  /** Where readings are missing and the line is a guess. */
  gaps: readonly Span[];
  onCursor: (index: number) => void;
};

/** A shorter charge is read by the second. */
const SECONDS_BELOW_MS = 10 * 60_000;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(
  { measure, height, last, span }: Props,
  width: number,
  moved: (index: number) => void,
): uPlot.Options {
  const timeStyle = span.until - span.from < SECONDS_BELOW_MS ? "medium" : "short";
  const time = new Intl.DateTimeFormat(currentLanguage(), { timeStyle, hour12: false });
  const figures = new Intl.NumberFormat(currentLanguage());
  const axis: uPlot.Axis = {
    stroke: () => colour("--ink-3"),
    font: `11px ${colour("--font-ui")}`,
    grid: { show: false },
    ticks: { show: false },
  };
  return {
    width,
    height,
    legend: { show: false },
    // The same for all, so that one time stands at one place.
    padding: [8, 16, 8, 0],
    // One key: the cursor of each chart is that of all.
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: "course", setSeries: false } },
    scales: {
      x: { range: () => [span.from / 1000, span.until / 1000] },
      y: { range: (_plot, _low, high) => [0, Math.max(high * 1.1, 1)] },
    },
    axes: [
      {
        ...axis,
        show: last,
        size: 26,
        space: 80,
        values: (_plot, ticks) => ticks.map((tick) => time.format(tick * 1000)),
      },
      {
        ...axis,
        size: 52,
        grid: { stroke: () => colour("--line"), width: 1 },
        values: (_plot, ticks) => ticks.map((tick) => figures.format(tick)),
      },
    ],
    series: [
      {},
      {
        label: measure.name,
        stroke: () => colour(measure.colour),
        width: 2,
        dash: measure.dashed ? [5, 4] : undefined,
        points: { show: false },
        spanGaps: true,
      },
    ],
    hooks: {
      setCursor: [
        (plot) => {
          if (typeof plot.cursor.idx === "number") moved(plot.cursor.idx);
        },
      ],
    },
  };
}

/** One measure of a charge over time; all charts of the charge share the axis and the cursor. */
export default function CourseChart(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const { times, measure, height, last, span, gaps } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new plot for other values, not for another callback
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const moved = (index: number) => latest.current.onCursor(index);
    const made = new uPlot(
      options(latest.current, element.clientWidth, moved),
      [times, measure.values],
      element,
    );
    const resized = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height }));
    resized.observe(element);
    const themed = new MutationObserver(() => made.redraw());
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      made.destroy();
    };
  }, [times, measure.values, height, last, span.from, span.until]);
  return (
    <div className="relative min-w-0" style={{ height }}>
      <div className={`absolute left-[52px] right-4 top-2 ${last ? "bottom-[34px]" : "bottom-2"}`}>
        {gaps.map((gap) => {
          const left = placeOf(gap.from, span);
          return (
            <span
              key={gap.from}
              title={t("course.estimated")}
              style={{ left: `${left}%`, width: `${placeOf(gap.until, span) - left}%` }}
              className="absolute inset-y-0 hatched border-x border-line-2 overflow-hidden text-2xs text-ink-2"
            >
              <span className="bg-surface px-1">{t("transactions.estimated")}</span>
            </span>
          );
        })}
      </div>
      <div ref={place} role="img" aria-label={measure.name} className="absolute inset-0" />
    </div>
  );
}
