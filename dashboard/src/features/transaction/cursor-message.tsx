import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { api, data, type Schemas } from "@/api/client";
import { JsonView } from "@/components/messages/json-view";
import { Card } from "@/components/ui/card";
import { ProblemNotice } from "@/components/ui/problem";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { clock } from "@/lib/format";
import type { Frame } from "@/lib/frames/exchanges";
import { writeQuery } from "@/lib/frames/query";
import { wireFrame } from "@/lib/frames/test-case";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import type { Reading } from "./course";

/** The gateway logs a frame and stores its reading within this time of each other. */
const NEAR_MS = 2_000;

/** The raw message that brought the reading at the cursor. */
export function CursorMessage({
  transaction,
  reading,
}: {
  transaction: Schemas["Transaction"];
  reading: Reading;
}) {
  const [view, setView] = useState<"pretty" | "raw">("pretty");
  const action = reading.origin === "transaction_data" ? "StopTransaction" : "MeterValues";
  const received = Date.parse(reading.received_at);
  const { station } = transaction;
  const asked = useQuery({
    queryKey: ["message-at", station, action, reading.received_at],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/logs", {
          params: {
            query: {
              station,
              action,
              message_type: "Call",
              from: new Date(received - NEAR_MS).toISOString(),
              to: new Date(received + NEAR_MS).toISOString(),
            },
          },
          signal,
        }),
      ),
    staleTime: Number.POSITIVE_INFINITY,
    placeholderData: (before) => before,
  });
  const distance = (text: string) => Math.abs(Date.parse(text) - received);
  const frames = asked.data?.items.filter(
    (frame) => frame.connector === null || frame.connector === reading.connector,
  );
  const frame = frames?.sort((a, b) => distance(a.timestamp) - distance(b.timestamp))[0];
  const query = writeQuery([
    { field: "station", value: station, not: false },
    { field: "action", value: action, not: false },
    { field: "since", value: new Date(received - NEAR_MS).toISOString(), not: false },
  ]);
  const open = (
    <Link
      to="/log"
      search={{ q: query }}
      className="ml-2 text-xs text-ink-2 underline underline-offset-3 whitespace-nowrap"
    >
      {t("log.follow")}
    </Link>
  );
  return (
    <Card title={t("course.message")} note={`${action}, ${clock(received)}`} actions={open}>
      {asked.isError && <ProblemNotice small problem={asked.error} onRetry={() => void asked.refetch()} />}
      {asked.isPending && <Skeleton rows={6} />}
      {asked.isSuccess && !frame && (
        <p className="px-4 pb-4 text-sm text-ink-3">{t("course.message.none")}</p>
      )}
      {frame && (
        <>
          <div className="px-4 pb-3">
            <Segmented
              label={t("log.view")}
              value={view}
              options={[
                { value: "pretty", label: t("log.view.pretty") },
                { value: "raw", label: t("log.view.raw") },
              ]}
              onChange={setView}
            />
          </div>
          <section
            aria-label={t("log.request")}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls what has the focus
            tabIndex={0}
            className="max-h-[420px] overflow-y-auto border-t border-line focus-visible:-outline-offset-2"
          >
            {view === "raw" ? (
              <pre className="code text-xs leading-5 px-4 py-3 whitespace-pre-wrap break-all">
                {JSON.stringify(wireFrame(frame as Frame))}
              </pre>
            ) : (
              <JsonView value={frame.payload} marked={new Set(frame.violations.map((one) => one.where))} />
            )}
          </section>
        </>
      )}
    </Card>
  );
}
