import { clsx } from "clsx";
import { t } from "@/lib/i18n";
import { CONNECTOR_STATES } from "@/lib/states";
import { Shares } from "./shares";
import { stateName } from "./state";

/** The whole fleet in one line, a segment for each state, as long as it has connectors. */
export function FleetStrip({ byState, wall }: { byState: Record<string, number>; wall?: boolean }) {
  const height = wall ? "h-2" : "h-[3px]";
  const parts = CONNECTOR_STATES.map((state) => ({ state, count: byState[state] ?? 0 })).filter(
    (part) => part.count > 0,
  );
  const states = parts
    .map(({ state, count }) => t("strip.part", { count, state: stateName(state) }))
    .join(", ");
  if (parts.length === 0) return <div className={clsx(height, "bg-line")} />;
  return (
    <div className={clsx("relative fades", height)} role="img" aria-label={t("strip.label", { states })}>
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
