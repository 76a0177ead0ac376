import { useEffect, useRef } from "react";
import { type Pace, paced } from "../paced";
import { onEvents, useLink } from "./live";
import type { FeedEvent } from "./protocol";

/** Events come once a frame. */
const EACH_TIME: Pace = { everyMs: 0 };

/**
 * For what the gateway answers many at once: it shares such an answer for a second, so that the first one may be from
 * before the event, and one that is asked for after that is not.
 */
export const SHARED_ANSWER: Pace = { everyMs: 1_100, times: 2 };

/** What was asked of the gateway: without `data` until the first answer is there. */
export type Question = { data?: unknown; refetch: () => Promise<unknown> };

/**
 * Asks a question again. One whose first answer is still on its way is not asked twice at once, and that answer may be
 * from before the event: then it is asked once more.
 */
export async function askAgain(question: Question): Promise<void> {
  const first = question.data === undefined;
  await question.refetch();
  if (first) await question.refetch();
}

/**
 * Ask again when an event tells that the answer may be another one. Also when the feed begins after the question was
 * asked: what happened between the two is in neither.
 */
export function useTold(
  tells: (event: FeedEvent) => boolean,
  again: Question | (() => unknown),
  { everyMs, times }: Pace = EACH_TIME,
): void {
  const { phase } = useLink();
  const ask = () => void (typeof again === "function" ? again() : askAgain(again));
  const latest = useRef({ tells, ask, phase });
  latest.current = { ...latest.current, tells, ask };
  useEffect(() => {
    if (phase === "live" && latest.current.phase !== "live") latest.current.ask();
    latest.current.phase = phase;
  }, [phase]);
  useEffect(() => {
    const { call, stop } = paced({ everyMs, times }, () => latest.current.ask());
    const end = onEvents((events) => {
      if (events.some((event) => latest.current.tells(event))) call();
    });
    return () => {
      end();
      stop();
    };
  }, [everyMs, times]);
}
