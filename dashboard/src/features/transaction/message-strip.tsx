import { Play, Square } from "lucide-react";
import type { ReactNode } from "react";
import { StateIcon } from "@/components/ui/state";
import { t } from "@/lib/i18n";
import { placeOf, type Span, type StateSpan } from "./course-times";

/** More ticks than this would be a bar. */
const MOST_TICKS = 200;

type Props = {
  /** Of the readings, in ms. */
  times: readonly number[];
  states: readonly StateSpan[];
  span: Span;
  started: boolean;
  ended: boolean;
  /** Those that brought the readings; the one of the end may have brought some too. */
  messages: number;
  at: number | undefined;
};

/** What came when, on the axis of the curves: each reading a tick, start, end and new states with their signs. */
export function MessageStrip({ times, states, span, started, ended, messages, at }: Props) {
  const nth = Math.ceil(times.length / MOST_TICKS);
  const changes = states.slice(1);
  const count = messages + changes.length + Number(started) + Number(ended);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-3 py-1">
      <div aria-hidden="true" className="relative h-7 ml-[52px] mr-4">
        <span className="absolute inset-x-0 top-1/2 border-t border-line" />
        {times
          .filter((_, index) => index % nth === 0)
          .map((time) => (
            <span
              key={time}
              style={{ left: `${placeOf(time, span)}%` }}
              className="absolute inset-y-[10px] border-l border-line-3"
            />
          ))}
        {at !== undefined && (
          <span
            style={{ left: `${placeOf(at, span)}%` }}
            className="absolute inset-y-0.5 border-l-2 border-ink"
          />
        )}
        {changes.map((one) => (
          <Sign key={one.from} place={placeOf(one.from, span)}>
            <span data-state={one.state} className="text-fg">
              <StateIcon state={one.state} size={11} />
            </span>
          </Sign>
        ))}
        {started && (
          <Sign place={0}>
            <Play size={10} strokeWidth={2.6} />
          </Sign>
        )}
        {ended && (
          <Sign place={100}>
            <Square size={9} strokeWidth={2.6} />
          </Sign>
        )}
      </div>
      <p className="self-center text-xs text-ink-3">{t("course.messages", { count })}</p>
    </div>
  );
}

function Sign({ place, children }: { place: number; children: ReactNode }) {
  return (
    <span
      style={{ left: `${place}%` }}
      className="absolute top-1/2 -translate-x-1/2 -translate-y-1/2 grid place-items-center size-5 rounded-full bg-surface border border-line-2"
    >
      {children}
    </span>
  );
}
