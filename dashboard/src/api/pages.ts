/** Lists that come page by page: the next one is asked for with the cursor of the last. */

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { save } from "@/lib/save";
import { ApiProblem } from "./client";
import { accessToken } from "./session";

export type Page<Item> = { items: Item[]; next_cursor: string | null };
export type Filters = Record<string, string | undefined>;

function query(filters: Filters): URLSearchParams {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) text.set(name, value);
  return text;
}

const PAGE = "100";

/** The typed client wants an address that it knows by heart; a list is asked for by whatever page shows it. */
async function ask<Answer>(path: string, signal: AbortSignal): Promise<Answer> {
  const headers = { Authorization: `Bearer ${await accessToken()}` };
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { headers, signal });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, {});
  }
  if (response.ok) return (await response.json()) as Answer;
  throw new ApiProblem(response.status, await response.json().catch(() => ({})));
}

/** `path` below `/api/v1`; `everyMs` asks again for what has been loaded. */
export function usePages<Item>(path: string, filters: Filters = {}, everyMs: number | false = false) {
  const asked = useInfiniteQuery({
    queryKey: [path, filters],
    queryFn: ({ pageParam, signal }) => {
      const wanted = query({ ...filters, limit: PAGE, cursor: pageParam ?? undefined });
      return ask<Page<Item>>(`${path}?${wanted}`, signal);
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
  });
  const items = asked.data?.pages.flatMap((page) => page.items);
  return {
    data: items,
    isError: asked.isError,
    error: asked.error,
    refetch: asked.refetch,
    more: asked.hasNextPage && !asked.isFetchingNextPage ? () => void asked.fetchNextPage() : undefined,
  };
}

/** Save what the gateway answers as a file of the person's. */
export async function download(path: string, filters: Filters, name: string): Promise<void> {
  const response = await fetch(`/api/v1${path}?${query(filters)}`, {
    headers: { Authorization: `Bearer ${await accessToken()}` },
  });
  if (!response.ok) throw new ApiProblem(response.status, await response.json().catch(() => ({})));
  save(await response.blob(), name);
}
