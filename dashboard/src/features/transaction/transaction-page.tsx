import { useQuery } from "@tanstack/react-query";
import { ChartSpline } from "lucide-react";
import { useMemo, useState } from "react";
import { api, data, type Schemas } from "@/api/client";
import { may, sessionState } from "@/api/session";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { t } from "@/lib/i18n";
import { useParam } from "@/lib/router";
import { Course, type Reading } from "./course";
import { gapsBetween, type Span } from "./course-times";
import { CursorMessage } from "./cursor-message";
import { Figures, TransactionHeader } from "./figures";
import { Sources } from "./sources";
import { useStates } from "./use-states";

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

/** From the start to the end, as far as they are known, and at least over all readings. */
function spanOf({ start_time, end_time }: Transaction, readings: readonly Reading[]): Span | null {
  const moments = [start_time, readings[0]?.sampled_at, readings.at(-1)?.sampled_at, end_time]
    .filter((text) => text !== null && text !== undefined)
    .map((text) => Date.parse(text));
  if (moments.length === 0) return null;
  return { from: Math.min(...moments), until: Math.max(...moments) };
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
  if (asked.data) return <Charge transaction={asked.data} />;
  if (!asked.isError) return <Skeleton rows={8} className="p-6" />;
  const session = sessionState();
  const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
  return <ProblemNotice problem={asked.error} role={role} onRetry={() => void asked.refetch()} />;
}

const NONE: Reading[] = [];

function Charge({ transaction }: { transaction: Transaction }) {
  const running = transaction.status === "active";
  const readings = useQuery({
    queryKey: ["readings", transaction.id, running],
    queryFn: ({ signal }) => getReadings(transaction.id, signal),
    refetchInterval: running ? AGAIN_MS : false,
  });
  const [at, setAt] = useState<number | null>(null);
  const list = readings.data ?? NONE;
  const span = useMemo(() => spanOf(transaction, list), [transaction, list]);
  const states = useStates(transaction, span);
  const gaps = useMemo(() => {
    const times = list.map((one) => Date.parse(one.sampled_at));
    return span ? gapsBetween(times, span, transaction.estimated) : [];
  }, [list, span, transaction.estimated]);
  const lastMeasured = list.findLastIndex((one) => one.power_w !== null);
  const chosen = Math.min(at ?? (lastMeasured < 0 ? list.length - 1 : lastMeasured), list.length - 1);
  const reading = list[chosen];
  return (
    <div className="w-full max-w-[1280px] mx-auto p-3 sm:p-4 lg:p-6 space-y-4">
      <TransactionHeader transaction={transaction} />
      <Figures transaction={transaction} readings={list} />
      {readings.isPending && <Skeleton rows={8} />}
      {readings.isError && (
        <ProblemNotice small problem={readings.error} onRetry={() => void readings.refetch()} />
      )}
      {readings.isSuccess && list.length === 0 && (
        <Card title={t("course.title")}>
          <Notice small icon={ChartSpline} title={t("course.none")} />
        </Card>
      )}
      {span && list.length > 0 && (
        <Course
          readings={list}
          span={span}
          states={states}
          gaps={gaps}
          started={transaction.status !== "unmatched"}
          ended={transaction.status === "completed" || transaction.status === "unmatched"}
          at={chosen}
          onAt={setAt}
        />
      )}
      <div className="grid xl:grid-cols-[minmax(0,1fr)_340px] gap-4 items-start">
        {reading && may("logs:read") && <CursorMessage transaction={transaction} reading={reading} />}
        <Sources transaction={transaction} gaps={gaps} />
      </div>
    </div>
  );
}
