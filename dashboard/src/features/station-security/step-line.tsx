import { Check } from "lucide-react";
import type { ReactNode } from "react";

type Props = { state: "done" | "now" | "later"; children: ReactNode };

/** One step of something that goes on for a while. */
export function StepLine({ state, children }: Props) {
  const box = "grid place-items-center size-5 rounded-full shrink-0";
  return (
    <li className="flex items-center gap-2.5 text-sm" aria-current={state === "now" ? "step" : undefined}>
      {state === "done" && (
        <span className={`${box} bg-ok-tint text-ok`}>
          <Check size={12} strokeWidth={2.6} aria-hidden="true" />
        </span>
      )}
      {state === "now" && (
        <span className={`${box} bg-accent-tint`}>
          <span className="size-3 rounded-full border-2 border-accent border-t-transparent motion-safe:animate-spin" />
        </span>
      )}
      {state === "later" && <span className={`${box} border border-line-2`} />}
      <span className={state === "later" ? "text-ink-3" : "font-[580]"}>{children}</span>
    </li>
  );
}
