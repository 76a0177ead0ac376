/** What the gateway's log holds: walked back page by page, looked up for a missing half, and saved as a file. */

import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import { type Exchange, type Frame, shownFrame, withFrames } from "@/lib/frames/exchanges";
import type { ServerFilter } from "@/lib/frames/query";
import { firstStep, leavesSpan, type Step, stepAfter } from "@/lib/frames/windows";
import { api, data } from "./client";

const PAGE = 200;
/** So many frames of the past are held in the page. Whoever needs more says from where. */
export const MOST_BACK = 20_000;
/** A station may answer as late as this. */
const LONGEST_ANSWER_MS = 10 * 60_000;

type Page = { frames: Frame[]; cursor: string | null; step: Step };

async function getPage(filter: ServerFilter, step: Step, signal?: AbortSignal): Promise<Page> {
  const query = { ...filter, ...step, limit: PAGE };
  const answer = await data(api.GET("/api/v1/logs", { params: { query }, signal }));
  return { frames: answer.items as Frame[], cursor: answer.next_cursor, step };
}

/** All frames since this moment, as many as are kept: what a break of the feed has hidden. */
export async function framesSince(filter: ServerFilter, since: number, most: number): Promise<Frame[]> {
  const found: Frame[] = [];
  let step: Step | null = { from: new Date(since).toISOString() };
  while (step !== null && found.length < most) {
    const page: Page = await getPage(filter, step);
    found.push(...page.frames);
    step = page.cursor === null ? null : { ...step, cursor: page.cursor };
  }
  return found;
}

/**
 * The log before now, newest first. `older` asks for the next page; `beyond` is true where that is no longer the span of
 * time that one began with, and `reached` the moment back to which everything is here.
 */
export function useHistory(filter: ServerFilter) {
  const queries = useQueryClient();
  const begin = useMemo(() => firstStep(filter, Date.now()), [filter]);
  const key = ["logs", filter, begin];
  const asked = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => getPage(filter, pageParam, signal),
    initialPageParam: begin,
    getNextPageParam: (page) => stepAfter(page.step, page.cursor, filter),
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const pages = asked.data?.pages;
  const frames = useMemo(() => pages?.flatMap((page) => page.frames) ?? [], [pages]);
  const last = pages?.at(-1);
  const next = last && stepAfter(last.step, last.cursor, filter);
  const full = frames.length >= MOST_BACK;
  return {
    frames,
    pages: pages?.length ?? 0,
    /** Undefined until the first answer is there (`Question` of `use-told`). */
    data: pages,
    isPending: asked.isPending,
    isError: asked.isError,
    error: asked.error,
    refetch: asked.refetch,
    loading: asked.isFetchingNextPage,
    failed: asked.isFetchNextPageError,
    full,
    beyond: next ? leavesSpan(next) : false,
    reached: last && reachedBy(last),
    older: next && !full && !asked.isFetchingNextPage ? () => void asked.fetchNextPage() : undefined,
    /** Only the newest page stays: whoever follows again pays for no past. */
    forget: () =>
      queries.setQueryData<typeof asked.data>(
        key,
        (before) => before && { pages: before.pages.slice(0, 1), pageParams: before.pageParams.slice(0, 1) },
      ),
  };
}

function reachedBy({ frames, cursor, step }: Page): string {
  return cursor === null ? step.from : (frames.at(-1)?.timestamp ?? step.from);
}

/** The same exchange with the half that a filter or the beginning of the page has left out. */
export function useWhole(exchange: Exchange): Exchange {
  const { message_id, station } = shownFrame(exchange);
  const asked = useQuery({
    queryKey: ["exchange", exchange.key, exchange.at],
    queryFn: ({ signal }) => {
      const from = new Date(exchange.at - LONGEST_ANSWER_MS).toISOString();
      const to = new Date(exchange.at + LONGEST_ANSWER_MS).toISOString();
      const query = { station, message_id, from, to, limit: 10 };
      return data(api.GET("/api/v1/logs", { params: { query }, signal }));
    },
    enabled: message_id !== "" && (exchange.call === undefined || exchange.answer === undefined),
    staleTime: 5_000,
  });
  const found = asked.data?.items as Frame[] | undefined;
  return useMemo(
    () => withFrames([exchange], found ?? [], 10).find((one) => one.key === exchange.key) ?? exchange,
    [exchange, found],
  );
}
