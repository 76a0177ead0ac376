import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { currentLanguage } from "@/lib/i18n";

export type Measure = { name: string; values: (number | null)[]; colour: string; dashed?: boolean };
type Props = {
  times: number[];
  measure: Measure;
  height: number;
  last: boolean;
  onCursor: (index: number) => void;
};

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function options(
  { measure, height, last }: Props,
  width: number,
  moved: (index: number) => void,
): uPlot.Options {
  const time = new Intl.DateTimeFormat(currentLanguage(), { timeStyle: "short", hour12: false });
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
    // One key: the cursor of each chart is that of all.
    cursor: { y: false, drag: { x: false, y: false }, sync: { key: "course", setSeries: false } },
    scales: { y: { range: (_plot, _low, high) => [0, Math.max(high * 1.1, 1)] } },
    axes: [
      {
        ...axis,
        show: last,
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
  const { times, measure, height, last } = props;
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
  }, [times, measure.values, height, last]);
  return <div ref={place} role="img" aria-label={measure.name} className="min-w-0" style={{ height }} />;
}
