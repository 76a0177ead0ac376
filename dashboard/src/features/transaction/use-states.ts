import { useQuery } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { may } from "@/api/session";
import type { Frame } from "@/lib/frames/exchanges";
import { type Span, type StateSpan, statesWithin } from "./course-times";

/** A connector tells its state when it changes: the one that held at the start was told some time before. */
const BEFORE_MS = 3_600_000;
/** A message may come later than its time. */
const AFTER_MS = 5 * 60_000;
const MOST_PAGES = 10;
const AGAIN_MS = 15_000;

/** The states of the connector during a charge, from the log; empty where nobody may read it or it is forgotten. */
export function useStates(transaction: Schemas["Transaction"], span: Span | null): StateSpan[] {
  const { station, connector } = transaction;
  const running = transaction.status === "active";
  const start = span?.from ?? 0;
  const asked = useQuery({
    queryKey: ["states", transaction.id, start, running],
    queryFn: async ({ signal }) => {
      const until = running ? Date.now() : (span?.until ?? start);
      const query = {
        station,
        action: "StatusNotification",
        message_type: "Call" as const,
        from: new Date(start - BEFORE_MS).toISOString(),
        to: new Date(until + AFTER_MS).toISOString(),
        limit: 500,
      };
      const found: Frame[] = [];
      let cursor: string | null = null;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer: Schemas["ListPage_LogEntry_"] = await data(
          api.GET("/api/v1/logs", { params: { query: { ...query, cursor } }, signal }),
        );
        found.push(...(answer.items as Frame[]));
        cursor = answer.next_cursor;
        if (cursor === null) break;
      }
      return found;
    },
    enabled: span !== null && may("logs:read"),
    refetchInterval: running ? AGAIN_MS : false,
  });
  if (!asked.data || !span) return [];
  const spans = statesWithin(asked.data, connector, span);
  return spans.every((one) => one.state === "Unknown") ? [] : spans;
}
