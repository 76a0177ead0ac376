import { useQuery } from "@tanstack/react-query";
import { ChartSpline } from "lucide-react";
import { type ReactNode, useState } from "react";
import { api, data, type Schemas } from "@/api/client";
import { may, sessionState } from "@/api/session";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { age, bothTimes, clock, energy, shortTag, UNKNOWN } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { Link, useParam } from "@/lib/router";
import { Course, type Reading } from "./course";
import { CursorMessage } from "./cursor-message";
import { Sources } from "./sources";

type Transaction = Schemas["Transaction"];
const PAGE = 500;
const AGAIN_MS = 10_000;

/** All readings of a charge, oldest first: page after page. */
async function getReadings(transaction: string, signal: AbortSignal): Promise<Reading[]> {
  const found: Reading[] = [];
  let cursor: string | null = null;
  do {
    const query: { limit: number; cursor: string | null } = { limit: PAGE, cursor };
    const page: Schemas["ListPage_MeterValueWithSamples_"] = await data(
      api.GET("/api/v1/transactions/{transaction}/meter-values", {
        params: { path: { transaction }, query },
        signal,
      }),
    );
    found.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return found.sort((a, b) => a.sampled_at.localeCompare(b.sampled_at));
}

/** One charge: its figures, its course, the message at the cursor, and where the figures come from. */
export default function TransactionPage() {
  const id = useParam("transaction");
  const asked = useQuery({
    queryKey: ["transaction", id],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/transactions/{transaction}", { params: { path: { transaction: id } }, signal })),
    refetchInterval: (query) => (query.state.data?.status === "active" ? AGAIN_MS : false),
  });
  const running = asked.data?.status === "active";
  const readings = useQuery({
    queryKey: ["readings", id, running],
    queryFn: ({ signal }) => getReadings(id, signal),
    refetchInterval: running ? AGAIN_MS : false,
  });
  const [at, setAt] = useState<number | null>(null);
  if (!asked.data) {
    if (!asked.isError) return <Skeleton rows={8} className="p-6" />;
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return <ProblemNotice problem={asked.error} role={role} onRetry={() => void asked.refetch()} />;
  }
  const list = readings.data ?? [];
  const lastMeasured = list.findLastIndex((one) => one.power_w !== null);
  const chosen = Math.min(at ?? (lastMeasured < 0 ? list.length - 1 : lastMeasured), list.length - 1);
  const reading = list[chosen];
  return (
    <div className="w-full max-w-[1280px] mx-auto p-3 sm:p-4 lg:p-6 space-y-4">
      <Figures transaction={asked.data} readings={list} />
      {readings.isPending && <Skeleton rows={8} />}
      {readings.isError && (
        <ProblemNotice small problem={readings.error} onRetry={() => void readings.refetch()} />
      )}
      {readings.isSuccess && list.length === 0 && (
        <Card title={t("course.title")}>
          <Notice small icon={ChartSpline} title={t("course.none")} />
        </Card>
      )}
      {list.length > 0 && <Course readings={list} at={chosen} onAt={setAt} />}
      <div className="grid xl:grid-cols-[minmax(0,1fr)_340px] gap-4 items-start">
        {reading && may("logs:read") && <CursorMessage transaction={asked.data} reading={reading} />}
        <Sources transaction={asked.data} />
      </div>
    </div>
  );
}

function Figures({ transaction, readings }: { transaction: Transaction; readings: Reading[] }) {
  const now = useNow();
  const { start_time: start, end_time: end } = transaction;
  const socs = readings.map((one) => one.soc_percent).filter((value) => value !== null);
  const powers = readings.map((one) => one.power_w).filter((value) => value !== null);
  const until = end ? Date.parse(end) : now;
  const figures: [string, ReactNode, string][] = [
    [t("transaction.column.energy"), energy(transaction.total_kwh), registers(transaction)],
    [
      t("transaction.column.lasted"),
      start ? age(until - Date.parse(start)) : UNKNOWN,
      start ? `${clock(Date.parse(start))} – ${end ? clock(Date.parse(end)) : t("age.now")}` : "",
    ],
    [
      t("course.soc"),
      socs.length > 0 ? t("transaction.soc", { from: socs[0] ?? "", to: socs.at(-1) ?? "" }) : UNKNOWN,
      "",
    ],
    [
      t("transaction.highest"),
      powers.length > 0 ? `${(Math.max(...powers) / 1000).toFixed(1)} kW` : UNKNOWN,
      "",
    ],
    [
      t("transaction.column.tag"),
      <Tag key="tag" tag={transaction.id_tag} />,
      transaction.id_tag_status ?? "",
    ],
    [t("transaction.ended"), transaction.stop_reason ?? UNKNOWN, ""],
  ];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="text-[22px] leading-7 font-[650] tracking-[-.02em] break-all">
          {t("station.transaction", { id: transaction.transaction_id })}
        </h2>
        <span className="inline-flex items-center h-[22px] px-2 rounded-[5px] bg-sunken border border-line text-xs font-[580]">
          {t(`transaction.status.${transaction.status}`)}
        </span>
        <Link
          to="/stations/$station"
          params={{ station: transaction.station }}
          className="text-sm text-ink-2 underline underline-offset-3 decoration-line-3 break-all"
        >
          {transaction.station}
        </Link>
        {transaction.connector !== null && (
          <Link
            to="/stations/$station"
            params={{ station: transaction.station }}
            search={{ connector: String(transaction.connector) }}
            className="text-sm text-ink-2 underline underline-offset-3 decoration-line-3 whitespace-nowrap"
          >
            {t("station.connector", { number: transaction.connector })}
          </Link>
        )}
        {start && <span className="text-xs text-ink-3">{bothTimes(start)}</span>}
      </div>
      <dl className="grid grid-cols-2 md:grid-cols-3 xl:grid-cols-6 bg-surface border border-line rounded-card shadow-card">
        {figures.map(([name, value, note]) => (
          <div key={name} className="p-4 min-w-0">
            <dt className="text-xs text-ink-3">{name}</dt>
            <dd className="text-base font-[620] break-words">{value}</dd>
            <dd className="text-xs text-ink-3 break-words">{note}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Tag({ tag }: { tag: string | null }) {
  if (!tag || !may("id-tags:read")) return shortTag(tag);
  return (
    <Link
      to="/id-tags"
      search={{ q: tag }}
      className="underline underline-offset-3 decoration-line-3 hover:decoration-ink"
    >
      {shortTag(tag)}
    </Link>
  );
}

function registers({ start_meter: from, end_meter: to }: Transaction): string {
  if (from === null) return "";
  return t("transaction.registers", { from, to: to ?? UNKNOWN });
}
