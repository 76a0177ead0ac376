import "uplot/dist/uPlot.min.css";
import { useEffect, useRef } from "react";
import uPlot from "uplot";
import { currentLanguage } from "@/lib/i18n";

type Line = { name: string; values: (number | null)[]; dashed?: boolean };
type Props = { label: string; height: number; span: number; times: number[]; lines: Line[] };

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

function series({ name, dashed }: Line): uPlot.Series {
  return {
    label: name,
    stroke: () => (dashed ? colour("--st-finishing-fill") : colour("--st-charging-fill")),
    width: dashed ? 1.5 : 2,
    dash: dashed ? [5, 4] : undefined,
    fill: dashed ? undefined : gradient,
    points: { show: false },
    spanGaps: false,
  };
}

function options({ height, span, lines }: Props, width: number): uPlot.Options {
  const time = new Intl.DateTimeFormat(currentLanguage(), {
    timeStyle: span <= 600 ? "medium" : "short",
    hour12: false,
  });
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
      x: { range: (_plot, _low, high) => [high - span, high] },
      y: { range: (_plot, _low, high) => [0, Math.max(high * 1.15, 1)] },
    },
    axes: [
      { ...axis, space: 80, values: (_plot, ticks) => ticks.map((tick) => time.format(tick * 1000)) },
      {
        ...axis,
        size: 52,
        grid: { stroke: () => colour("--line"), width: 1 },
        values: (_plot, ticks) => ticks.map((tick) => figures.format(tick)),
      },
    ],
    series: [{}, ...lines.map(series)],
  };
}

/** Power over time in kW: a horizontal grid, no smoothing, a gap stays a gap (design, 5). */
export function PowerChart(props: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(props);
  latest.current = props;
  const { label, height, span, times, lines } = props;
  const names = lines.map((line) => line.name).join("\n");

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new span or other lines need a new plot
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const { times: x, lines: y } = latest.current;
    const made = new uPlot(
      options(latest.current, element.clientWidth),
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
  }, [span, height, names]);

  useEffect(() => {
    plot.current?.setData([times, ...lines.map((line) => line.values)]);
  }, [times, lines]);

  return <div ref={place} role="img" aria-label={label} className="min-w-0" style={{ height }} />;
}
