import type { ReactNode } from "react";
import { type FleetHistory, type Overview, useFleetHistory, useLiveFigures } from "@/api/overview";
import { Sparkline } from "@/components/ui/sparkline";
import { StateIcon } from "@/components/ui/state";
import { useFleet } from "@/lib/feed/live";
import { count, energySum, fleetPower } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import type { StationSearch } from "@/lib/search";
import type { ConnectorState } from "@/lib/states";

const POINTS = 60;
/** Points from which a day has a shape: an hour of them. */
const ENOUGH = 12;

type FigureProps = {
  name: string;
  state?: ConnectorState;
  value: string;
  unit?: string;
  help: string;
  search?: StationSearch;
  children: ReactNode;
};

function Figure({ name, state, value, unit, help, search = {}, children }: FigureProps) {
  return (
    <Link to="/stations" search={search} className="group block p-4 max-sm:p-3 bg-surface rowx min-w-0">
      <div className="flex items-center gap-1.5 text-xs text-ink-2 font-[500] whitespace-nowrap">
        {state && (
          <span data-state={state} className="text-fg">
            <StateIcon state={state} size={13} />
          </span>
        )}
        {name}
      </div>
      <div className="mt-1 text-fig max-sm:text-xl font-[620] text-ink whitespace-nowrap">
        {value}
        {unit && (
          <span className="text-base max-sm:text-xs font-[500] text-ink-3 tracking-normal ml-1">{unit}</span>
        )}
      </div>
      <div className="mt-0.5 text-xs text-ink-3 truncate max-sm:hidden">{help}</div>
      <div className="mt-3 max-sm:hidden">{children}</div>
    </Link>
  );
}

/** Six figures; what the feed knows is live, the rest is a few seconds old. */
export function Figures({ overview }: { overview: Overview }) {
  const { power_w, charging, faulted, stations: total, online } = useLiveFigures(overview);
  const { connectors, hours } = overview;
  const power = fleetPower(power_w);
  const energy = energySum(overview.energy_today_kwh);
  const offline = total - online;
  const started = hours.map((hour) => hour.started);
  const points = useFleetHistory("last day").data?.points ?? [];
  return (
    <section className="bg-surface border border-line rounded-card shadow-card overflow-hidden">
      <div className="grid grid-cols-3 xl:grid-cols-6 gap-px bg-line">
        <Figure
          name={t("overview.power")}
          value={power.value}
          unit={power.unit}
          help={t("overview.power.help")}
        >
          <PowerSparkline points={points} />
        </Figure>
        <Figure
          name={t("overview.energy")}
          value={energy.value}
          unit={energy.unit}
          help={t("overview.energy.help")}
        >
          <Sparkline values={hours.map((hour) => hour.energy_kwh)} />
        </Figure>
        <Figure
          name={t("overview.charging")}
          state="Charging"
          value={count(charging)}
          unit={t("overview.charging.of", { total: count(connectors.total) })}
          help={t("overview.charging.help")}
        >
          <Course points={points} of="charging" now={charging} whole={connectors.total} />
        </Figure>
        <Figure
          name={t("overview.online")}
          value={count(online)}
          unit={t("overview.charging.of", { total: count(total) })}
          help={offline === 0 ? t("overview.online.all") : t("overview.online.help", { count: offline })}
          search={offline === 0 ? {} : { online: "false" }}
        >
          <Course points={points} of="online" now={online} whole={total} />
        </Figure>
        <Figure
          name={t("overview.faulted")}
          state={faulted > 0 ? "Faulted" : undefined}
          value={count(faulted)}
          help={faulted === 0 ? t("overview.faulted.none") : t("overview.faulted.help", { count: faulted })}
        >
          <Course points={points} of="faulted" now={faulted} whole={connectors.total} danger />
        </Figure>
        <Figure
          name={t("overview.sessions")}
          value={count(overview.transactions_today)}
          help={t("overview.sessions.help", { count: count(overview.transactions_running) })}
        >
          <Sparkline values={started} steps />
        </Figure>
      </div>
    </section>
  );
}

type Points = FleetHistory["points"];

/** The last day once there is one, before that what the feed has told since the page is open. */
function PowerSparkline({ points }: { points: Points }) {
  const { power } = useFleet("power");
  const told = points.length < ENOUGH ? power.slice(-POINTS) : [...points, ...power.slice(-1)];
  return <Sparkline look="energy" values={told.map((sample) => sample.power_w)} />;
}

type CourseProps = {
  points: Points;
  of: "charging" | "online" | "faulted";
  now: number;
  whole: number;
  danger?: boolean;
};

/** A count over the last day; until samples are there its share of the whole: it must not pretend to have a history. */
function Course({ points, of, now, whole, danger }: CourseProps) {
  if (points.length >= ENOUGH) {
    return (
      <Sparkline
        steps
        look={danger && now > 0 ? "danger" : "quiet"}
        values={[...points.map((p) => p[of]), now]}
      />
    );
  }
  const percent = whole === 0 ? 0 : Math.min(100, (now / whole) * 100);
  return (
    <div className="h-7 flex items-end pb-1 fades">
      <div className="h-1 w-full rounded-full bg-line overflow-hidden">
        <div className={danger ? "h-full bg-danger" : "h-full bg-ink-3"} style={{ width: `${percent}%` }} />
      </div>
    </div>
  );
}
