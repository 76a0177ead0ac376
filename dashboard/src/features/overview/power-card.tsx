import { useState } from "react";
import { useFleetHistory } from "@/api/overview";
import { Card } from "@/components/ui/card";
import { PowerChart } from "@/components/ui/power-chart";
import { Segmented } from "@/components/ui/segmented";
import { useFleet } from "@/lib/feed/live";
import { fleetPower } from "@/lib/format";
import { currentLanguage, t } from "@/lib/i18n";
import { frameOf, grid, lastHour, onGrid, type Span, STEP, weekBefore, withLive } from "./fleet-curve";

const SPANS = ["1h", "24h", "7d"] as const;
const HEIGHT = 240;

/** What the fleet delivers: now from the feed, before that from the samples of the gateway. */
export default function PowerCard() {
  const [span, setSpan] = useState<Span>("1h");
  const options = SPANS.map((value) => ({ value, label: t(`overview.curve.${value}`) }));
  return (
    <Card
      title={t("overview.curve")}
      note={t(`overview.curve.note.${span}`)}
      actions={
        <Segmented label={t("overview.curve.span")} value={span} options={options} onChange={setSpan} />
      }
    >
      {span === "1h" ? <LastHour /> : <BesideTheWeekBefore span={span} key={span} />}
    </Card>
  );
}

function LastHour() {
  const { power } = useFleet("power");
  const asked = useFleetHistory("1h", frameOf("1h", Date.now()));
  const now = frameOf("1h", power.at(-1)?.at ?? Date.now());
  const { frame, times, values } = lastHour(asked.data?.points ?? [], power, now);
  if (times.length < 2) return <Waiting />;
  return <Curve frame={frame} times={times} lines={[{ name: t("overview.curve.power"), values }]} />;
}

function BesideTheWeekBefore({ span }: { span: "24h" | "7d" }) {
  const { power } = useFleet("power");
  const step = STEP[span];
  const frame = frameOf(span, power.at(-1)?.at ?? Date.now());
  const before = weekBefore(frame);
  const asked = useFleetHistory(span, frame);
  const askedBefore = useFleetHistory(`${span} before`, before);
  const values = withLive(onGrid(asked.data?.points ?? [], frame, step), frame, step, power.at(-1));
  const earlier = onGrid(askedBefore.data?.points ?? [], before, step);
  const day = new Intl.DateTimeFormat(currentLanguage(), { weekday: "long" }).format(frame.from);
  const names =
    span === "24h"
      ? [t("overview.curve.today"), t("overview.curve.last-day", { day })]
      : [t("overview.curve.7d.this"), t("overview.curve.7d.before")];
  const lines = [
    { name: names[0] ?? "", values },
    { name: names[1] ?? "", values: earlier, look: "comparison" as const },
  ];
  const known = earlier.some((value) => value !== null) ? lines : lines.slice(0, 1);
  return (
    <>
      <Curve frame={frame} times={grid(frame, step)} lines={known} />
      <ul className="flex gap-4 px-4 pb-3 -mt-1 text-xs text-ink-2">
        {known.map(({ name }, index) => (
          <li key={name} className="flex items-center gap-1.5">
            <svg width="14" height="2" aria-hidden="true" className={index > 0 ? "text-ink-3" : ""}>
              <title>{name}</title>
              <line
                x2="14"
                y1="1"
                y2="1"
                stroke={index > 0 ? "currentColor" : "var(--st-charging-fill)"}
                strokeWidth="2"
                strokeDasharray={index > 0 ? "2 3" : undefined}
              />
            </svg>
            {name}
          </li>
        ))}
      </ul>
    </>
  );
}

type CurveProps = {
  frame: { from: number; to: number };
  times: number[];
  lines: Parameters<typeof PowerChart>[0]["lines"];
};

function Curve({ frame, times, lines }: CurveProps) {
  const { totals } = useFleet("totals");
  const now = fleetPower(totals.power_w);
  return (
    <div className="px-3 pb-3 fades">
      <PowerChart
        label={t("overview.curve.label", { power: `${now.value} ${now.unit}` })}
        height={HEIGHT}
        span={(frame.to - frame.from) / 1000}
        until={frame.to / 1000}
        times={times}
        lines={lines}
      />
    </div>
  );
}

function Waiting() {
  return (
    <p className="grid place-items-center h-[252px] text-sm text-ink-3">{t("overview.curve.waiting")}</p>
  );
}
