import { ArrowDownLeft, ArrowUpRight, CircleX, ShieldAlert } from "lucide-react";
import { latency, UNKNOWN } from "@/lib/format";
import {
  answerGist,
  askedBy,
  type Exchange,
  LATE_MS,
  latencyOf,
  outcomeOf,
  violationsOf,
} from "@/lib/frames/exchanges";
import { t } from "@/lib/i18n";

/** A latency bar is full at this. It is logarithmic: 20 ms and 200 ms differ as 200 ms and 2 s do (design, 5). */
const FULL_BAR_MS = 30_000;

/** Who asked: an arrow and, for readers, a word. */
export function WaySign({ exchange }: { exchange: Exchange }) {
  const inward = askedBy(exchange) === "in";
  const Arrow = inward ? ArrowDownLeft : ArrowUpRight;
  return (
    <Arrow
      size={14}
      role="img"
      aria-label={t(inward ? "station.messages.in" : "station.messages.out")}
      className={inward ? "text-ink-3 shrink-0" : "text-accent shrink-0"}
    />
  );
}

/** What came of it: deviations first, then errors, then what the answer says. */
export function AnswerSign({ exchange, now }: { exchange: Exchange; now: number }) {
  const outcome = outcomeOf(exchange, now);
  const deviations = violationsOf(exchange).length;
  if (outcome === "error" || outcome === "missing") {
    const text = exchange.answer ? answerGist(exchange.answer) : t("log.answer.missing");
    return (
      <span className="inline-flex items-center gap-1 text-danger font-[600] min-w-0">
        <CircleX size={13} aria-hidden="true" className="shrink-0" />
        <span className="truncate">{text}</span>
      </span>
    );
  }
  if (deviations > 0) {
    return (
      <span className="inline-flex items-center gap-1 text-warn font-[600] min-w-0">
        <ShieldAlert size={13} aria-hidden="true" className="shrink-0" />
        <span className="truncate">{t("station.messages.deviations", { count: deviations })}</span>
      </span>
    );
  }
  if (outcome === "waiting") {
    return (
      <span className="inline-flex items-center gap-1.5 text-accent">
        <span className="size-3 rounded-full border-2 border-accent border-t-transparent motion-safe:animate-spin shrink-0" />
        {t("log.answer.waiting")}
      </span>
    );
  }
  return <span className="truncate text-ink-3">{exchange.answer ? answerGist(exchange.answer) : ""}</span>;
}

/** How long it took, as a number and as a bar. */
export function LatencySign({ exchange, now }: { exchange: Exchange; now: number }) {
  // How long the gateway took to answer is not told by the log: a dash in every row would say nothing.
  if (askedBy(exchange) === "in") return null;
  const missing = outcomeOf(exchange, now) === "missing";
  const ms = missing ? LATE_MS : latencyOf(exchange);
  const share =
    ms === null ? 0 : Math.min(100, Math.max(4, (Math.log(Math.max(1, ms)) / Math.log(FULL_BAR_MS)) * 100));
  return (
    <span className="flex items-center justify-end gap-2 whitespace-nowrap">
      <span className={missing ? "text-danger font-[600]" : "text-ink-3"}>
        {ms === null ? UNKNOWN : missing ? `> ${latency(ms)}` : latency(ms)}
      </span>
      <span className="w-10 h-1 rounded-full bg-line overflow-hidden max-sm:hidden">
        <span
          className={`block h-full rounded-full ${missing ? "bg-danger" : "bg-ink-3"}`}
          style={{ width: `${share}%` }}
        />
      </span>
    </span>
  );
}
