import { useState } from "react";
import type { Overview } from "@/api/overview";
import { Card } from "@/components/ui/card";
import { PowerChart } from "@/components/ui/power-chart";
import { Segmented } from "@/components/ui/segmented";
import { useFleet } from "@/lib/feed/live";
import { bothTimes, energySum, fleetPower } from "@/lib/format";
import { t } from "@/lib/i18n";

const SPANS = { "5m": 5 * 60, "30m": 30 * 60 } as const;
type Span = keyof typeof SPANS | "24h";

/** Live power of the fleet, or the energy of the last 24 hours. */
export default function PowerCard({ hours }: { hours: Overview["hours"] }) {
  const [span, setSpan] = useState<Span>("5m");
  const options = (["5m", "30m", "24h"] as const).map((value) => ({
    value,
    label: t(`overview.curve.${value}`),
  }));
  const choice = (
    <Segmented label={t("overview.curve.span")} value={span} options={options} onChange={setSpan} />
  );
  if (span === "24h") {
    return (
      <Card title={t("overview.hours")} note={t("overview.hours.help")} actions={choice}>
        <HourBars hours={hours} />
      </Card>
    );
  }
  return (
    <Card title={t("overview.curve")} note={t("overview.curve.live")} actions={choice}>
      <LiveCurve seconds={SPANS[span]} />
    </Card>
  );
}

function LiveCurve({ seconds }: { seconds: number }) {
  const { power, totals } = useFleet("power");
  const now = fleetPower(totals.power_w);
  if (power.length < 2) {
    return (
      <p className="grid place-items-center h-[252px] text-sm text-ink-3">{t("overview.curve.waiting")}</p>
    );
  }
  const last = power.at(-1)?.at ?? 0;
  const shown = power.filter((sample) => sample.at >= last - seconds * 1000);
  return (
    <div className="px-3 pb-3 fades">
      <PowerChart
        label={t("overview.curve.label", { power: `${now.value} ${now.unit}` })}
        height={240}
        span={seconds}
        times={shown.map((sample) => sample.at / 1000)}
        lines={[{ name: t("overview.curve"), values: shown.map((sample) => sample.power_w / 1000) }]}
      />
    </div>
  );
}

function HourBars({ hours }: { hours: Overview["hours"] }) {
  const highest = Math.max(1, ...hours.map((hour) => hour.energy_kwh));
  return (
    <ol aria-label={t("overview.hours.label")} className="flex items-end gap-1 h-[252px] px-4 pb-4 fades">
      {hours.map((hour) => {
        const sum = energySum(hour.energy_kwh);
        const time = new Date(hour.begin).getHours();
        const label = t("overview.hours.bar", {
          time: bothTimes(hour.begin),
          energy: `${sum.value} ${sum.unit}`,
          count: hour.started,
        });
        return (
          <li
            key={hour.begin}
            title={label}
            className="flex-1 h-full flex flex-col justify-end gap-1 min-w-0"
          >
            <span className="sr-only">{label}</span>
            <span
              aria-hidden="true"
              className="rounded-t-[3px] bg-[var(--st-charging-fill)] min-h-px"
              style={{ height: `${(hour.energy_kwh / highest) * 100}%` }}
            />
            <span aria-hidden="true" className="text-2xs text-ink-3 text-center">
              {time % 3 === 0 ? time : "\u00a0"}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
