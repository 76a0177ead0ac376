import { t } from "@/lib/i18n";
import { CONNECTOR_STATES } from "@/lib/states";
import { Shares } from "./shares";
import { stateName } from "./state";

/** The whole fleet in one line, a segment for each state, as long as it has connectors. */
export function FleetStrip({ byState }: { byState: Record<string, number> }) {
  const parts = CONNECTOR_STATES.map((state) => ({ state, count: byState[state] ?? 0 })).filter(
    (part) => part.count > 0,
  );
  const states = parts
    .map(({ state, count }) => t("strip.part", { count, state: stateName(state) }))
    .join(", ");
  if (parts.length === 0) return <div className="h-[3px] bg-line" />;
  return (
    <div className="relative h-[3px] fades" role="img" aria-label={t("strip.label", { states })}>
      <Shares
        parts={parts.map(({ state, count }) => ({
          state,
          count,
          title: `${stateName(state)} ${count}`,
          quiet: state === "Available",
        }))}
      />
    </div>
  );
}
