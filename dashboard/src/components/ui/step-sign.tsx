import { CircleCheck, CircleX, Clock } from "lucide-react";
import type { Step } from "./command-words";

/** Where a command stands, as a sign; the words stand beside it. */
export function StepSign({ step }: { step: Step }) {
  if (step === "done") return <CircleCheck size={18} aria-hidden="true" className="text-ok shrink-0" />;
  if (step === "failed") return <CircleX size={18} aria-hidden="true" className="text-danger shrink-0" />;
  if (step === "queued") return <Clock size={18} aria-hidden="true" className="text-ink-3 shrink-0" />;
  return (
    <span className="size-4 mt-0.5 rounded-full border-2 border-accent border-t-transparent motion-safe:animate-spin shrink-0" />
  );
}
