import { useFleetHistory } from "@/api/overview";
import { PowerChart } from "@/components/ui/power-chart";
import { useFleet } from "@/lib/feed/live";
import { frameOf, grid, onGrid, STEP, withLive } from "@/lib/fleet-curve";
import { t } from "@/lib/i18n";

const SPAN = "24h";
const HEIGHT = 150;

/** What the fleet has delivered since midnight. */
export function WallPower() {
  const { power } = useFleet("power");
  const frame = frameOf(SPAN, power.at(-1)?.at ?? Date.now());
  const asked = useFleetHistory(SPAN, frame);
  const step = STEP[SPAN];
  const values = withLive(onGrid(asked.data?.points ?? [], frame, step), frame, step, power.at(-1));
  return (
    <section aria-labelledby="wall-power" className="border-t border-line pt-3.5 max-sm:hidden">
      <h2 id="wall-power" className="text-base font-[620] mb-2">
        {t("wall.power")}
      </h2>
      <div className="fades">
        <PowerChart
          label={t("wall.power")}
          height={HEIGHT}
          span={(frame.to - frame.from) / 1000}
          until={frame.to / 1000}
          times={grid(frame, step)}
          lines={[{ name: t("overview.curve.power"), values }]}
        />
      </div>
    </section>
  );
}
