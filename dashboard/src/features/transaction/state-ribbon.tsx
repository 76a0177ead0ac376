import { StateIcon, stateName } from "@/components/ui/state";
import { age, clock } from "@/lib/format";
import { t } from "@/lib/i18n";
import type { Span, StateSpan } from "./course-times";
import { placeOf } from "./course-times";

function told({ state, from, until }: StateSpan): string {
  return t("course.state", {
    state: stateName(state),
    from: clock(from),
    until: clock(until),
    age: age(until - from),
  });
}

/** The states of the connector during the charge, above the curves and on their axis of time (design, 5). */
export function StateRibbon({
  spans,
  whole,
  at,
}: {
  spans: StateSpan[];
  whole: Span;
  at: number | undefined;
}) {
  const now = spans.find((one) => at !== undefined && at >= one.from && at < one.until) ?? spans.at(-1);
  if (!now) return null;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_6rem] gap-3 pb-2">
      <ol aria-label={t("course.states")} className="relative h-6 ml-[52px] mr-4">
        {spans.map((one) => {
          const left = placeOf(one.from, whole);
          const width = placeOf(one.until, whole) - left;
          const quiet = one.state === "Charging" || one.state === "Available";
          return (
            <li
              key={one.from}
              data-state={one.state}
              title={told(one)}
              style={{ left: `${left}%`, width: `${width}%` }}
              className={`absolute inset-y-0 @container flex items-center justify-center gap-1.5 overflow-hidden border-r border-surface first:rounded-l-[5px] last:rounded-r-[5px] last:border-0 text-xs font-[550] fades ${
                one.state === "Unknown" ? "hatched text-ink-2" : quiet ? "bg-tint text-fg" : "bg-fill text-on"
              }`}
            >
              <span className="sr-only">{told(one)}</span>
              {/* What has no room is left out; the title and what is read out say it all. */}
              <span aria-hidden="true" className="hidden @min-[18px]:inline-flex">
                <StateIcon state={one.state} size={13} />
              </span>
              <span aria-hidden="true" className="hidden @min-[96px]:inline truncate">
                {stateName(one.state)}
              </span>
            </li>
          );
        })}
      </ol>
      <p data-state={now.state} className="flex items-center gap-1.5 text-xs font-[550] text-fg min-w-0">
        <StateIcon state={now.state} size={13} />
        <span className="truncate">{stateName(now.state)}</span>
      </p>
    </div>
  );
}
