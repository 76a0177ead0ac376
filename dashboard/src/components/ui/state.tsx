import { clsx } from "clsx";
import {
  Bookmark,
  CarFront,
  CircleCheck,
  CircleMinus,
  CircleQuestionMark,
  type LucideIcon,
  OctagonPause,
  Plug,
  TriangleAlert,
  Unplug,
  Zap,
} from "lucide-react";
import { t } from "@/lib/i18n";
import type { ConnectorState } from "@/lib/states";

const ICONS: Record<ConnectorState, LucideIcon> = {
  Available: CircleCheck,
  Preparing: Plug,
  Charging: Zap,
  SuspendedEV: CarFront,
  SuspendedEVSE: OctagonPause,
  Finishing: Unplug,
  Reserved: Bookmark,
  Unavailable: CircleMinus,
  Faulted: TriangleAlert,
  Unknown: CircleQuestionMark,
};

export function stateName(state: ConnectorState): string {
  return t(`state.${state}`);
}

export function StateIcon({ state, size = 16 }: { state: ConnectorState; size?: number }) {
  const Icon = ICONS[state];
  return <Icon size={size} strokeWidth={size <= 12 ? 2.6 : 2} aria-hidden="true" className="shrink-0" />;
}

export type CellSize = 18 | 20 | 26 | 34;

/** One connector as a square; beside it or in its link stands the word. */
export function Cell({ state, size, title }: { state: ConnectorState; size: CellSize; title?: string }) {
  const look = state === "Available" ? "cell-q" : state === "Unknown" ? "cell-h" : "bg-fill text-on";
  const box = { 18: "size-[18px]", 20: "size-5", 26: "size-[26px]", 34: "size-[34px]" }[size];
  return (
    <span
      data-state={state}
      title={title}
      className={clsx("cell fades grid place-items-center rounded-[4px]", look, box)}
    >
      <StateIcon state={state} size={size === 34 ? 18 : size === 26 ? 15 : 12} />
    </span>
  );
}

/** Icon and word on the state's tint. */
export function StateBadge({ state }: { state: ConnectorState }) {
  return (
    <span
      data-state={state}
      title={state}
      className={clsx(
        "inline-flex items-center gap-1 h-[22px] pl-1.5 pr-2 rounded-[5px] bg-tint text-fg text-xs font-[550] whitespace-nowrap",
        state === "Unknown" && "border border-dashed border-line-3",
      )}
    >
      <StateIcon state={state} size={13} />
      {stateName(state)}
    </span>
  );
}
