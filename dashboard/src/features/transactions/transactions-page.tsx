import { useInfiniteQuery } from "@tanstack/react-query";
import { ReceiptText } from "lucide-react";
import { useMemo } from "react";
import { api, data, type Schemas } from "@/api/client";
import { download } from "@/api/pages";
import { sessionState } from "@/api/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ExportButton } from "@/components/ui/export-button";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { age, bothTimes, energy, energySum, moment, shortTag, UNKNOWN } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { Link, navigate, useSearch } from "@/lib/router";
import { TransactionFilters } from "./transaction-filters";
import { readTransactionSearch, type TransactionSearch, transactionFilter } from "./transaction-search";

type Transaction = Schemas["Transaction"];
const PAGE = 100;
const AGAIN_MS = 15_000;

/** Every charge, newest first; those that run are kept current. */
export default function TransactionsPage() {
  const address = useSearch();
  const text = JSON.stringify(address);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same address is the same filter
  const search = useMemo(() => readTransactionSearch(address), [text]);
  const filter = transactionFilter(search);
  const asked = useInfiniteQuery({
    queryKey: ["transactions", "list", search],
    queryFn: ({ pageParam, signal }) =>
      data(
        api.GET("/api/v1/transactions", {
          params: { query: { ...filter, limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: AGAIN_MS,
  });
  const change = (next: TransactionSearch) => navigate({ to: "/transactions", search: next, replace: true });
  const items = asked.data?.pages.flatMap((page) => page.items) ?? [];
  if (asked.isError && items.length === 0) {
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return <ProblemNotice problem={asked.error} role={role} onRetry={() => void asked.refetch()} />;
  }
  return (
    <div className="p-3 sm:p-4 space-y-3 min-w-0">
      <TransactionFilters search={search} onChange={change} />
      {items.length > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-ink-2">
          <Totals items={items} complete={!asked.hasNextPage} />
          <span className="ml-auto">
            <ExportButton
              label={t("stations.export")}
              take={() => download("/transactions/export.csv", filter, "transactions.csv")}
            />
          </span>
        </div>
      )}
      {asked.isPending && <Skeleton rows={12} />}
      {asked.isSuccess && items.length === 0 && (
        <Notice icon={ReceiptText} title={t("transactions.none.title")}>
          {t("transactions.none.text")}
        </Notice>
      )}
      {items.length > 0 && (
        <>
          <TransactionTable items={items} />
          <TransactionCards items={items} />
        </>
      )}
      {asked.hasNextPage && (
        <Button disabled={asked.isFetchingNextPage} onClick={() => void asked.fetchNextPage()}>
          {t("list.more")}
        </Button>
      )}
    </div>
  );
}

/** Of what is loaded; of all that the filter finds once that is loaded. */
function Totals({ items, complete }: { items: Transaction[]; complete: boolean }) {
  const kwh = items.reduce((sum, one) => sum + (one.total_kwh ?? 0), 0);
  const { value, unit } = energySum(kwh);
  return (
    <p role="status">
      <b className="font-[620] text-ink">{t("transactions.count", { count: items.length })}</b>,{" "}
      <b className="font-[620] text-ink">
        {value} {unit}
      </b>
      {!complete && ` ${t("transactions.loaded")}`}
    </p>
  );
}

function lasted(one: Transaction, now: number): string {
  if (!one.start_time) return UNKNOWN;
  return age((one.end_time ? Date.parse(one.end_time) : now) - Date.parse(one.start_time));
}

function place(one: Transaction): string {
  return one.connector === null ? one.station : `${one.station} · ${one.connector}`;
}

function TransactionTable({ items }: { items: Transaction[] }) {
  const now = useNow();
  const head = "h-9 px-4 text-left text-xs font-[550] text-ink-3 whitespace-nowrap";
  return (
    <Card className="max-sm:hidden">
      <div className="overflow-x-auto">
        <table className="w-full text-sm border-collapse [&_td]:h-9 [&_td]:px-4 [&_td]:border-t [&_td]:border-line [&_td]:whitespace-nowrap">
          <thead className="bg-canvas">
            <tr>
              <th scope="col" className={head}>
                {t("transactions.column.id")}
              </th>
              <th scope="col" className={head}>
                {t("transaction.column.start")}
              </th>
              <th scope="col" className={head}>
                {t("stations.column.station")}
              </th>
              <th scope="col" className={`${head} max-lg:hidden`}>
                {t("transaction.column.tag")}
              </th>
              <th scope="col" className={`${head} !text-right`}>
                {t("transaction.column.energy")}
              </th>
              <th scope="col" className={`${head} !text-right`}>
                {t("transaction.column.lasted")}
              </th>
              <th scope="col" className={head}>
                {t("transaction.column.status")}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id} className="rowx">
                <td>
                  <Link
                    to="/transactions/$transaction"
                    params={{ transaction: one.id }}
                    className="font-[600] id block max-w-[200px] truncate"
                  >
                    {one.transaction_id}
                  </Link>
                </td>
                <td className="text-ink-2" title={one.start_time ? bothTimes(one.start_time) : undefined}>
                  {moment(one.start_time, now)}
                </td>
                <td className="max-w-[220px] truncate id">{place(one)}</td>
                <td className="text-ink-2 max-lg:hidden id">{shortTag(one.id_tag)}</td>
                <td className="text-right">{energy(one.total_kwh)}</td>
                <td className="text-right text-ink-2">{lasted(one, now)}</td>
                <td className={one.status === "active" ? "text-accent font-[550]" : "text-ink-2"}>
                  {t(`transaction.status.${one.status}`)}
                  {one.estimated.length > 0 && (
                    <span className="ml-2 text-xs text-warn font-[550]">{t("transactions.estimated")}</span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Card>
  );
}

function TransactionCards({ items }: { items: Transaction[] }) {
  const now = useNow();
  return (
    <ul className="sm:hidden space-y-2">
      {items.map((one) => (
        <li key={one.id}>
          <Link
            to="/transactions/$transaction"
            params={{ transaction: one.id }}
            className="block bg-surface border border-line rounded-card shadow-card p-3.5 text-sm"
          >
            <span className="flex gap-2">
              <span className="font-[650] id truncate">{place(one)}</span>
              <span className="ml-auto font-[580] whitespace-nowrap">{energy(one.total_kwh)}</span>
            </span>
            <span className="flex gap-2 mt-1 text-xs text-ink-2">
              <span className="truncate">
                {moment(one.start_time, now)}, {lasted(one, now)}
              </span>
              <span className={one.status === "active" ? "ml-auto text-accent" : "ml-auto"}>
                {t(`transaction.status.${one.status}`)}
              </span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
