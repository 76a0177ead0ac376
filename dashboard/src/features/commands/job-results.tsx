import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { Button } from "@/components/ui/button";
import type { Step } from "@/components/ui/command-words";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { StepSign } from "@/components/ui/step-sign";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";

const PAGE = 100;
const AGAIN_MS = 2_000;
const STEPS: Record<string, Step> = {
  waiting: "queued",
  queued: "queued",
  running: "running",
  accepted: "done",
  cancelled: "done",
};

/** What each station of a job answered. */
export function JobResults({ job, running }: { job: string; running: boolean }) {
  const asked = useInfiniteQuery({
    // Whoever has ended is asked once more: the last results came after the last look.
    queryKey: ["jobs", job, "results", running],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/api/v1/jobs/{job}/results", {
          params: { path: { job }, query: { limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    placeholderData: keepPreviousData,
    refetchInterval: running ? AGAIN_MS : false,
  });
  if (asked.isError)
    return <ProblemNotice small problem={asked.error} onRetry={() => void asked.refetch()} />;
  if (asked.isPending) return <Skeleton rows={4} />;
  return (
    <>
      <ul className="border-t border-line max-h-[50vh] overflow-y-auto">
        {asked.data.pages
          .flatMap((page) => page.items)
          .map((one) => (
            <li
              key={one.station}
              className="flex flex-wrap items-center gap-x-3 min-h-9 px-4 py-1 text-sm border-t border-line first:border-0"
            >
              <StepSign step={STEPS[one.status] ?? "failed"} />
              <Link
                to="/stations/$station"
                params={{ station: one.station }}
                className="font-[600] truncate max-w-[50%]"
              >
                {one.station}
              </Link>
              <span>{t(`jobs.result.${one.status}`)}</span>
              {one.error && <span className="text-ink-2 break-words min-w-0">{one.error}</span>}
            </li>
          ))}
      </ul>
      {asked.hasNextPage && (
        <div className="p-3 border-t border-line">
          <Button size="small" onClick={() => void asked.fetchNextPage()}>
            {t("list.more")}
          </Button>
        </div>
      )}
    </>
  );
}
