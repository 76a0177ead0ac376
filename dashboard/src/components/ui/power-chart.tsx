import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { UNKNOWN } from "@/lib/format";
import { currentLanguage } from "@/lib/i18n";

type Line = { name: string; values: (number | null)[]; look?: keyof typeof LOOKS };
type Props = {
  label: string;
  height: number;
  /** Length of the axis in s, up to `until` (s since 1970) or the last reading. */
  span: number;
  until?: number;
  times: number[];
  lines: Line[];
};

const LOOKS = {
  power: { stroke: "--st-charging-fill", width: 2, dash: undefined },
  second: { stroke: "--st-finishing-fill", width: 1.5, dash: [5, 4] },
  comparison: { stroke: "--ink-3", width: 1.25, dash: [2, 3] },
};
const DOT = 4;
const DAY = 86_400;

function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function gradient(plot: uPlot): CanvasGradient {
  const { top, height } = plot.bbox;
  const fill = plot.ctx.createLinearGradient(0, top, 0, top + height);
  const blue = colour("--st-charging-fill");
  fill.addColorStop(0, `${blue}42`);
  fill.addColorStop(1, `${blue}05`);
  return fill;
}

function series({ name, look = "power" }: Line): uPlot.Series {
  const { stroke, width, dash } = LOOKS[look];
  return {
    label: name,
    stroke: () => colour(stroke),
    width,
    dash,
    fill: look === "power" ? gradient : undefined,
    points: { show: false },
    spanGaps: false,
  };
}

/** A dot where the curve ends: that is now. */
function markEnd(plot: uPlot): void {
  const [times, values] = [plot.data[0], plot.data[1] ?? []];
  let end = values.length - 1;
  while (end >= 0 && typeof values[end] !== "number") end -= 1;
  if (end < 0) return;
  const { ctx } = plot;
  ctx.beginPath();
  const [x, y] = [plot.valToPos(times[end] ?? 0, "x", true), plot.valToPos(values[end] ?? 0, "y", true)];
  ctx.arc(x, y, DOT * devicePixelRatio, 0, 2 * Math.PI);
  ctx.fillStyle = colour("--st-charging-fill");
  ctx.fill();
}

function timeFormat(span: number): Intl.DateTimeFormat {
  const language = currentLanguage();
  if (span > 2 * DAY) return new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric" });
  const timeStyle = span <= 600 ? "medium" : "short";
  return new Intl.DateTimeFormat(language, { timeStyle, hour12: false });
}

function options(latest: () => Props, width: number, reading: HTMLElement): uPlot.Options {
  const { height, span, lines } = latest();
  const time = timeFormat(span);
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
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: {
        range: (_plot, _low, high) => {
          const { span, until = high } = latest();
          return [until - span, until];
        },
      },
      y: { range: (_plot, _low, high) => [0, Math.max(high * 1.15, 1)] },
    },
    axes: [
      {
        ...axis,
        space: 80,
        size: 32,
        values: (_plot, ticks) => ticks.map((tick) => time.format(tick * 1000)),
      },
      {
        ...axis,
        size: 52,
        grid: { stroke: () => colour("--line"), width: 1 },
        values: (_plot, ticks) => ticks.map((tick) => figures.format(tick)),
      },
    ],
    series: [{}, ...lines.map(series)],
    hooks: { draw: [markEnd], setCursor: [(plot) => read(plot, reading, latest())] },
  };
}

/** What the curves say under the pointer, written beside it. */
function read(plot: uPlot, reading: HTMLElement, { lines }: Props): void {
  const { idx, left = 0 } = plot.cursor;
  reading.hidden = idx === null || idx === undefined || left < 0;
  if (reading.hidden) return;
  const at = idx ?? 0;
  const when = new Intl.DateTimeFormat(currentLanguage(), {
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  const figures = new Intl.NumberFormat(currentLanguage(), { maximumFractionDigits: 1 });
  const values = lines.map(({ name }, index) => {
    const value = plot.data[index + 1]?.[at];
    return `${name} ${typeof value === "number" ? `${figures.format(value)}\u00a0kW` : UNKNOWN}`;
  });
  reading.textContent = [when.format((plot.data[0][at] ?? 0) * 1000), ...values].join(" · ");
  reading.style.justifySelf = left > plot.over.clientWidth / 2 ? "start" : "end";
}

/** Power over time in kW: a horizontal grid, no smoothing, a gap stays a gap (design, 5). */
export function PowerChart(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const reading = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { label, height, span, times, lines } = props;
  const names = lines.map((line) => line.name).join("\n");
  const axis = span > 2 * DAY ? "days" : span <= 600 ? "seconds" : "minutes";

  // biome-ignore lint/correctness/useExhaustiveDependencies: another axis or other lines need a new plot
  useEffect(() => {
    const element = place.current;
    if (!element || !reading.current) return;
    const { times: x, lines: y } = latest.current;
    const made = new uPlot(
      options(() => latest.current, element.clientWidth, reading.current),
      [x, ...y.map((line) => line.values)],
      element,
    );
    plot.current = made;
    const resized = new ResizeObserver(() =>
      made.setSize({ width: element.clientWidth, height: latest.current.height }),
    );
    resized.observe(element);
    const themed = new MutationObserver(() => made.redraw());
    themed.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    return () => {
      resized.disconnect();
      themed.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [axis, height, names]);

  useEffect(() => {
    plot.current?.setData([times, ...lines.map((line) => line.values)]);
  }, [times, lines]);

  return (
    <div className="relative min-w-0">
      <div ref={place} role="img" aria-label={label} style={{ height }} />
      <div className="absolute inset-x-14 top-1 grid pointer-events-none">
        <div
          ref={reading}
          hidden
          aria-hidden="true"
          className="px-2 py-1 rounded-ctl bg-raised border border-line shadow-pop text-xs text-ink"
        />
      </div>
    </div>
  );
}
