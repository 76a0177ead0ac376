import { type Overview, useLiveFigures } from "@/api/overview";
import { StateIcon } from "@/components/ui/state";
import { count, energySum, fleetPower } from "@/lib/format";
import { t } from "@/lib/i18n";
import type { ConnectorState } from "@/lib/states";

type FigureProps = { name: string; state?: ConnectorState; value: string; unit?: string; help: string };

function Figure({ name, state, value, unit, help }: FigureProps) {
  return (
    <div className="min-w-0">
      <dt className="flex items-center gap-2 text-base text-ink-2 whitespace-nowrap">
        {state && (
          <span data-state={state} className="text-fg fades">
            <StateIcon state={state} size={18} />
          </span>
        )}
        {name}
      </dt>
      <dd className="mt-1 text-fig lg:text-wall font-[620] whitespace-nowrap">
        {value}
        {unit && (
          <span className="ml-1.5 text-lg lg:text-xl font-[500] text-ink-3 tracking-normal">{unit}</span>
        )}
      </dd>
      <dd className="mt-1 text-sm text-ink-3 truncate">{help}</dd>
    </div>
  );
}

/** The six figures of the overview, to be read from afar. */
export function WallFigures({ overview }: { overview: Overview }) {
  const { power_w, charging, faulted, stations: total, online } = useLiveFigures(overview);
  const { connectors } = overview;
  const power = fleetPower(power_w);
  const energy = energySum(overview.energy_today_kwh);
  const of = (whole: number) => t("overview.charging.of", { total: count(whole) });
  return (
    <dl
      aria-label={t("wall.figures")}
      className="grid grid-cols-2 sm:grid-cols-3 lg:grid-cols-6 gap-x-8 gap-y-5"
    >
      <Figure
        name={t("overview.power")}
        value={power.value}
        unit={power.unit}
        help={t("overview.power.help")}
      />
      <Figure
        name={t("overview.energy")}
        value={energy.value}
        unit={energy.unit}
        help={t("overview.energy.help")}
      />
      <Figure
        name={t("overview.charging")}
        state="Charging"
        value={count(charging)}
        unit={of(connectors.total)}
        help={t("overview.charging.help")}
      />
      <Figure
        name={t("overview.online")}
        value={count(online)}
        unit={of(total)}
        help={
          online === total ? t("overview.online.all") : t("overview.online.help", { count: total - online })
        }
      />
      <Figure
        name={t("overview.faulted")}
        state={faulted > 0 ? "Faulted" : undefined}
        value={count(faulted)}
        help={faulted === 0 ? t("overview.faulted.none") : t("overview.faulted.help", { count: faulted })}
      />
      <Figure
        name={t("overview.sessions")}
        value={count(overview.transactions_today)}
        help={t("overview.sessions.help", { count: count(overview.transactions_running) })}
      />
    </dl>
  );
}
