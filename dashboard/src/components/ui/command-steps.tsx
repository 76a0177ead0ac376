import { Check, X } from "lucide-react";
import type { Command } from "@/api/following";
import { clock, latency } from "@/lib/format";
import { t } from "@/lib/i18n";
import { commandStep } from "./command-words";

type Mark = "done" | "now" | "failed" | "later";
type StepLine = { text: string; mark: Mark; note: string };

/** Stored, sent, answered, effect seen: four steps, each with the time it took. */
function steps(command: Command): StepLine[] {
  const { status, requested_at, sent_at, answered_at, effect } = command;
  const after = (moment: string | null) =>
    moment ? `+${latency(Date.parse(moment) - Date.parse(requested_at))}` : "";
  const failed = !["queued", "sent", "accepted"].includes(status);
  const answer: Mark = status === "accepted" ? "done" : failed ? "failed" : sent_at ? "now" : "later";
  const seen: Record<string, Mark> = { seen: "done", not_seen: "failed", waiting: "now", none: "done" };
  const lines: StepLine[] = [
    { text: t("command.stored"), mark: "done", note: clock(Date.parse(requested_at)) },
    { text: t("command.sent"), mark: sent_at ? "done" : failed ? "failed" : "now", note: after(sent_at) },
    {
      text: failed ? commandStep(command).text : t("command.accepted"),
      mark: answer,
      note: after(answered_at),
    },
  ];
  if (!failed && effect.state !== "none") {
    const mark = status === "accepted" ? (seen[effect.state] ?? "later") : "later";
    const text = effect.state === "not_seen" ? t("command.effect.not_seen") : t("command.effect");
    lines.push({ text, mark, note: after(effect.at) });
  }
  return lines;
}

export function CommandSteps({ command }: { command: Command }) {
  return (
    <ol className="mt-3 space-y-3">
      {steps(command).map((line) => (
        <li key={line.text} className="flex items-center gap-2.5 text-sm">
          <StepMark mark={line.mark} />
          <span className={line.mark === "later" ? "text-ink-3" : "font-[580]"}>{line.text}</span>
          <span className="ml-auto text-xs text-ink-3 whitespace-nowrap">{line.note}</span>
        </li>
      ))}
    </ol>
  );
}

function StepMark({ mark }: { mark: Mark }) {
  const box = "grid place-items-center size-5 rounded-full shrink-0";
  if (mark === "done") {
    return (
      <span className={`${box} bg-ok-tint text-ok`}>
        <Check size={12} strokeWidth={2.6} aria-hidden="true" />
      </span>
    );
  }
  if (mark === "failed") {
    return (
      <span className={`${box} bg-danger-tint text-danger`}>
        <X size={12} strokeWidth={2.6} aria-hidden="true" />
      </span>
    );
  }
  if (mark === "now") {
    return (
      <span className={`${box} bg-accent-tint`}>
        <span className="size-3 rounded-full border-2 border-accent border-t-transparent motion-safe:animate-spin" />
      </span>
    );
  }
  return <span className={`${box} border border-line-2`} />;
}
