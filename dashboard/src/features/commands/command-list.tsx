import { useInfiniteQuery } from "@tanstack/react-query";
import { SquareTerminal } from "lucide-react";
import { api, data } from "@/api/client";
import { sessionState } from "@/api/session";
import { CommandRow } from "@/components/commands/command-row";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { useTold } from "@/lib/feed/use-told";
import { t } from "@/lib/i18n";
import { navigate } from "@/lib/router";

const PAGE = 50;
const AGAIN_MS = 10_000;
const STATUSES = [
  "queued",
  "sent",
  "accepted",
  "rejected",
  "failed",
  "timed_out",
  "expired",
  "cancelled",
] as const;

type Props = {
  search: Record<string, string>;
  open: string | null;
  onOpen: (id: string | null) => void;
};

function useCommands(search: Record<string, string>) {
  const status = STATUSES.find((one) => one === search.status);
  const station = search.station || undefined;
  const asked = useInfiniteQuery({
    queryKey: ["commands", "list", station, status],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/api/v1/commands", {
          params: { query: { station, status, limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: AGAIN_MS,
  });
  useTold(({ type }) => type === "command.updated", asked);
  return asked;
}

/** Every command, newest first; a click shows its life. */
export function CommandList({ search, open, onOpen }: Props) {
  const asked = useCommands(search);
  const items = asked.data?.pages.flatMap((page) => page.items) ?? [];
  if (asked.isError) {
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return <ProblemNotice problem={asked.error} role={role} onRetry={() => void asked.refetch()} />;
  }
  const change = (status: string) =>
    navigate({ to: "/commands", search: { ...search, status }, replace: true });
  return (
    <>
      <label className="flex items-center gap-2 text-sm">
        {t("transaction.column.status")}
        <select
          value={search.status ?? ""}
          onChange={(event) => change(event.target.value)}
          className="h-8 max-sm:h-10 px-2 rounded-ctl border border-line-3 bg-surface"
        >
          <option value="">{t("transactions.all")}</option>
          {STATUSES.map((status) => (
            <option key={status} value={status}>
              {t(`commands.status.${status}`)}
            </option>
          ))}
        </select>
      </label>
      {asked.isPending && <Skeleton rows={10} />}
      {asked.isSuccess && items.length === 0 && (
        <Notice icon={SquareTerminal} title={t("commands.none.title")}>
          {t("commands.none.text")}
        </Notice>
      )}
      {items.length > 0 && (
        <Card>
          <ul>
            {items.map((command) => (
              <CommandRow
                key={command.id}
                command={command}
                withStation
                open={command.id === open}
                onToggle={() => onOpen(command.id === open ? null : command.id)}
              />
            ))}
          </ul>
        </Card>
      )}
      {asked.hasNextPage && (
        <Button disabled={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          {t("list.more")}
        </Button>
      )}
    </>
  );
}
