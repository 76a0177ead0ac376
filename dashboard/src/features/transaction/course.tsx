import { lazy, Suspense, useMemo } from "react";
import type { Schemas } from "@/api/client";
import { Card } from "@/components/ui/card";
import { Skeleton } from "@/components/ui/skeleton";
import { clock, reading } from "@/lib/format";
import { type TextKey, t } from "@/lib/i18n";
import { insist } from "@/lib/insist";
import type { Measure } from "./course-chart";
import type { Span, StateSpan } from "./course-times";
import { MessageStrip } from "./message-strip";
import { StateRibbon } from "./state-ribbon";

const CourseChart = lazy(() => insist(() => import("./course-chart")));
export type Reading = Schemas["MeterValueWithSamples"];

type Kind = {
  text: TextKey;
  unit: string;
  colour: string;
  dashed?: boolean;
  value: (one: Reading, first: Reading) => number | null;
};

const KINDS: readonly Kind[] = [
  {
    text: "course.power",
    unit: "kW",
    colour: "--st-charging-fill",
    value: (one) => scaled(one.power_w, 1000),
  },
  {
    text: "course.energy",
    unit: "kWh",
    colour: "--ink",
    value: (one, first) =>
      one.energy_wh === null || first.energy_wh === null ? null : (one.energy_wh - first.energy_wh) / 1000,
  },
  {
    text: "course.soc",
    unit: "%",
    colour: "--st-finishing-fill",
    dashed: true,
    value: (one) => one.soc_percent,
  },
  { text: "course.current", unit: "A", colour: "--st-preparing-fill", value: (one) => one.current_a },
];

function scaled(value: number | null, by: number): number | null {
  return value === null ? null : value / by;
}

type Props = {
  readings: Reading[];
  span: Span;
  states: StateSpan[];
  gaps: readonly Span[];
  /** Whether the station told of the start and of the end. */
  started: boolean;
  ended: boolean;
  at: number;
  onAt: (index: number) => void;
};

/** Power, energy, battery and current on one axis of time; what the station does not measure is left out. */
export function Course({ readings, span, states, gaps, started, ended, at, onAt }: Props) {
  const moments = useMemo(() => readings.map((one) => Date.parse(one.sampled_at)), [readings]);
  const messages = useMemo(() => {
    const own = readings.filter((one) => one.origin === "meter_values");
    return new Set(own.map((one) => one.received_at)).size;
  }, [readings]);
  const times = useMemo(() => moments.map((one) => one / 1000), [moments]);
  const measures = useMemo(() => {
    const first = readings.find((one) => one.energy_wh !== null) ?? readings[0];
    if (!first) return [];
    const all: (Measure & { unit: string })[] = KINDS.map(({ text, unit, colour, dashed, value }) => ({
      name: t(text),
      unit,
      colour,
      dashed,
      values: readings.map((one) => value(one, first)),
    }));
    return all.filter((measure) => measure.values.some((value) => value !== null));
  }, [readings]);
  const time = times[at];
  return (
    <Card title={t("course.title")} note={t("course.readings", { count: readings.length })}>
      <div className="px-3 pb-3">
        <StateRibbon spans={states} whole={span} at={time && time * 1000} />
        {measures.map((measure, index) => (
          <div
            key={measure.name}
            className="grid grid-cols-[minmax(0,1fr)_6rem] gap-3 border-t border-line first:border-0 py-2"
          >
            <div className="min-w-0">
              <h3 className="text-xs font-[600] px-2">{measure.name}</h3>
              <Suspense fallback={<Skeleton rows={3} />}>
                <CourseChart
                  times={times}
                  measure={measure}
                  height={index === measures.length - 1 ? 132 : 106}
                  last={index === measures.length - 1}
                  span={span}
                  gaps={gaps}
                  onCursor={onAt}
                />
              </Suspense>
            </div>
            <p className="text-xs text-ink-3 self-center">
              {time !== undefined && t("course.at", { time: clock(time * 1000) })}
              <span className="block whitespace-nowrap">
                <span className="text-lg font-[620] text-ink">{reading(measure.values[at])}</span>{" "}
                {measure.unit}
              </span>
            </p>
          </div>
        ))}
        <MessageStrip
          times={moments}
          states={states}
          span={span}
          started={started}
          ended={ended}
          messages={messages}
          at={time && time * 1000}
        />
        <label className="flex items-center gap-3 px-2 pt-1 text-xs text-ink-2">
          {t("course.cursor")}
          <input
            type="range"
            min={0}
            max={readings.length - 1}
            value={at}
            aria-valuetext={time === undefined ? "" : clock(time * 1000)}
            onChange={(event) => onAt(Number(event.target.value))}
            className="flex-1 accent-[var(--accent)]"
          />
        </label>
      </div>
    </Card>
  );
}
