import { useQueryClient } from "@tanstack/react-query";
import type { FeedEvent } from "@/lib/feed/protocol";
import { useTold } from "@/lib/feed/use-told";

/** However fast somebody knocks. */
const PACE = { everyMs: 250 };

/** Asks again for all stations of the page as soon as the feed tells something that is `wanted`. */
export function useStationsTold(wanted: (event: FeedEvent) => boolean): void {
  const queries = useQueryClient();
  useTold(wanted, () => queries.invalidateQueries({ queryKey: ["stations"] }), PACE);
}
