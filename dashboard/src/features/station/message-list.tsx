import { useQuery } from "@tanstack/react-query";
import { ArrowDownLeft, ArrowUpRight, ScrollText } from "lucide-react";
import { api, data, type Schemas } from "@/api/client";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { bothTimes, latency, moment } from "@/lib/format";
import { t } from "@/lib/i18n";

const AGAIN_MS = 3_000;
type Frame = Schemas["LogEntry"];
export type Pair = { call: Frame; answer: Frame | undefined };

/** A Call with its answer: frames come newest first, so an answer comes before its Call. */
export function paired(frames: Frame[]): Pair[] {
  const answers = new Map<string, Frame>();
  const pairs: Pair[] = [];
  for (const frame of frames) {
    const way = frame.direction === "in" ? "out" : "in";
    if (frame.message_type === "Call") {
      pairs.push({ call: frame, answer: answers.get(`${way} ${frame.message_id}`) });
    } else answers.set(`${frame.direction} ${frame.message_id}`, frame);
  }
  return pairs;
}

/** What is worth a line of a payload: its plain values. */
export function gist(payload: unknown): string {
  if (typeof payload !== "object" || payload === null) return "";
  return Object.entries(payload)
    .filter(
      ([, value]) => typeof value === "string" || typeof value === "number" || typeof value === "boolean",
    )
    .map(([name, value]) => `${name} ${String(value)}`)
    .slice(0, 4)
    .join(", ");
}

export function MessageList({ station, limit }: { station: string; limit: number }) {
  const asked = useQuery({
    queryKey: ["logs", station, limit],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/logs", { params: { query: { station, limit: limit * 2 } }, signal })),
    refetchInterval: AGAIN_MS,
  });
  return (
    <Card title={t("station.messages")}>
      {!asked.data && !asked.isError && <Skeleton rows={6} />}
      {asked.isError && <ProblemNotice small problem={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.data?.items.length === 0 && (
        <Notice small icon={ScrollText} title={t("station.messages.none")} />
      )}
      <ol className="pb-2">
        {paired(asked.data?.items ?? [])
          .slice(0, limit)
          .map((pair) => (
            <MessageRow key={pair.call.id} pair={pair} />
          ))}
      </ol>
    </Card>
  );
}

function MessageRow({ pair: { call, answer } }: { pair: Pair }) {
  const inward = call.direction === "in";
  const Arrow = inward ? ArrowDownLeft : ArrowUpRight;
  const deviations = call.violations.length + (answer?.violations.length ?? 0);
  const failed = answer?.message_type === "CallError";
  return (
    <li className={`flex items-center gap-2 px-4 h-8 text-sm ${failed ? "bg-danger-tint" : "rowx"}`}>
      <time
        dateTime={call.timestamp}
        title={bothTimes(call.timestamp)}
        className="text-xs text-ink-2 tabular-nums whitespace-nowrap"
      >
        {moment(call.timestamp, Date.now())}
      </time>
      <Arrow
        size={14}
        role="img"
        aria-label={t(inward ? "station.messages.in" : "station.messages.out")}
        className={inward ? "text-ink-3 shrink-0" : "text-accent shrink-0"}
      />
      <span className="font-[600] whitespace-nowrap">{call.action}</span>
      <span className="text-xs text-ink-2 truncate max-sm:hidden">{gist(call.payload)}</span>
      <span className="ml-auto text-xs text-ink-3 whitespace-nowrap">
        {deviations > 0 ? (
          <span className="text-warn font-[600]">
            {t("station.messages.deviations", { count: deviations })}
          </span>
        ) : (
          answer && latency(Math.max(0, Date.parse(answer.timestamp) - Date.parse(call.timestamp)))
        )}
      </span>
    </li>
  );
}
