/** Lists that come page by page: the next one is asked for with the cursor of the last. */

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { save } from "@/lib/save";
import { ApiProblem } from "./client";
import { accessToken, spoil } from "./session";

export type Page<Item> = { items: Item[]; next_cursor: string | null };
export type Filters = Record<string, string | undefined>;

function query(filters: Filters): URLSearchParams {
  const text = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) if (value) text.set(name, value);
  return text;
}

const PAGE = "100";

/**
 * The typed client wants an address that it knows by heart, and speaks JSON; lists and files are asked for by this one.
 * `path` below `/api/v1`. Raises `ApiProblem`.
 */
export async function request(path: string, init: RequestInit = {}): Promise<Response> {
  let response: Response;
  try {
    const token = await accessToken();
    const headers = { ...init.headers, Authorization: `Bearer ${token}` };
    response = await fetch(`/api/v1${path}`, { ...init, headers });
    if (response.status === 401 && token) spoil(token);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, {});
  }
  if (response.ok) return response;
  throw new ApiProblem(response.status, await response.json().catch(() => ({})));
}

/** `path` below `/api/v1`; `everyMs` asks again for what has been loaded. */
export function usePages<Item>(path: string, filters: Filters = {}, everyMs: number | false = false) {
  const asked = useInfiniteQuery({
    queryKey: [path, filters],
    queryFn: ({ pageParam, signal }) => {
      const wanted = query({ ...filters, limit: PAGE, cursor: pageParam ?? undefined });
      return request(`${path}?${wanted}`, { signal }).then(
        (response) => response.json() as Promise<Page<Item>>,
      );
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
  const response = await request(`${path}?${query(filters)}`);
  save(await response.blob(), name);
}
