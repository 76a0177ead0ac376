import { useInfiniteQuery } from "@tanstack/react-query";
import { SquareTerminal } from "lucide-react";
import { useEffect } from "react";
import { api, data, type Schemas } from "@/api/client";
import { sessionState } from "@/api/session";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { actionName, commandStep } from "@/components/ui/command-words";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { StepSign } from "@/components/ui/step-sign";
import { onEvents } from "@/lib/feed/live";
import { t } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { CommandLife } from "./command-life";

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
  const { refetch } = asked;
  useEffect(
    () =>
      onEvents((events) => {
        if (events.some((event) => event.type === "command.updated")) void refetch();
      }),
    [refetch],
  );
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

type RowProps = { command: Schemas["CommandShown"]; open: boolean; onToggle: () => void };

function CommandRow({ command, open, onToggle }: RowProps) {
  const { step, text } = commandStep(command);
  return (
    <li className="border-t border-line first:border-0">
      <button
        type="button"
        aria-expanded={open}
        onClick={onToggle}
        className="flex flex-wrap items-center gap-x-3 gap-y-0.5 w-full min-h-10 px-4 py-1.5 text-sm text-left rowx"
      >
        <StepSign step={step} />
        <span className="font-[600] truncate max-w-[45%]">{command.station}</span>
        <span>{actionName(command.action)}</span>
        <span className="text-ink-2 break-words min-w-0 max-sm:basis-full max-sm:pl-8">{text}</span>
        <span className="ml-auto text-xs text-ink-3 max-sm:pl-8">
          {command.requested_by} · <Age ago since={command.requested_at} />
        </span>
      </button>
      {open && <CommandLife command={command} />}
    </li>
  );
}
