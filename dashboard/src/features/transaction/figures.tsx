import { Link2, ScrollText } from "lucide-react";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { download } from "@/api/pages";
import { may } from "@/api/session";
import { Button, buttonClass } from "@/components/ui/button";
import { ExportButton } from "@/components/ui/export-button";
import { age, bothTimes, clock, count, energy, kilowatts, moment, shortTag, UNKNOWN } from "@/lib/format";
import { writeQuery } from "@/lib/frames/query";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { Link } from "@/lib/router";
import type { Reading } from "./course";

type Transaction = Schemas["Transaction"];
type Props = { transaction: Transaction; readings: Reading[] };

const HOUR_MS = 3_600_000;
/** A message is in the log within this time of what it made. */
const NEAR_MS = 5_000;
const LINK = "underline underline-offset-3 decoration-line-3";

/** What it is, where it took place, and ways to take it along. */
export function TransactionHeader({ transaction }: { transaction: Transaction }) {
  const now = useNow();
  const { start_time: start, station, connector } = transaction;
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
      <h2 className="text-[22px] leading-7 font-[650] tracking-[-.02em] break-all">
        {t("station.transaction", { id: transaction.transaction_id })}
      </h2>
      <span className="inline-flex items-center h-[22px] px-2 rounded-[5px] bg-sunken border border-line text-xs font-[580]">
        {t(`transaction.status.${transaction.status}`)}
      </span>
      <Link to="/stations/$station" params={{ station }} className={`text-sm text-ink-2 break-all ${LINK}`}>
        {station}
      </Link>
      {connector !== null && (
        <Link
          to="/stations/$station"
          params={{ station }}
          search={{ connector: String(connector) }}
          className={`text-sm text-ink-2 whitespace-nowrap ${LINK}`}
        >
          {t("station.connector", { number: connector })}
        </Link>
      )}
      {start && (
        <time dateTime={start} title={bothTimes(start)} className="text-xs text-ink-3">
          {moment(start, now)}
        </time>
      )}
      <div className="sm:ml-auto flex flex-wrap gap-2">
        {may("logs:read") && <MessageLinks transaction={transaction} />}
        <ExportButton
          label={t("transaction.export")}
          take={() =>
            download(
              `/transactions/${transaction.id}/meter-values/export.csv`,
              {},
              `transaction-${transaction.transaction_id}.csv`,
            )
          }
        />
        <CopyLink />
      </div>
    </div>
  );
}

/** The messages that began and ended it, in the log. */
function MessageLinks({ transaction }: { transaction: Transaction }) {
  const { station, transaction_id: id, created_at: made, status } = transaction;
  const since = new Date(Date.parse(made) - NEAR_MS).toISOString();
  const until = new Date(Date.parse(made) + NEAR_MS).toISOString();
  const query = (action: string, more: { field: "until" | "text"; value: string }) =>
    writeQuery([
      { field: "station", value: station, not: false },
      { field: "action", value: action, not: false },
      { field: "since", value: since, not: false },
      { ...more, not: false },
    ]);
  return (
    <>
      {status !== "unmatched" && (
        <Link
          to="/log"
          search={{ q: query("StartTransaction", { field: "until", value: until }) }}
          className={buttonClass("plain")}
        >
          <ScrollText size={15} aria-hidden="true" />
          {t("transaction.start-message")}
        </Link>
      )}
      {status !== "active" && status !== "interrupted" && (
        <Link
          to="/log"
          search={{ q: query("StopTransaction", { field: "text", value: id }) }}
          className={buttonClass("plain")}
        >
          <ScrollText size={15} aria-hidden="true" />
          {t("transaction.stop-message")}
        </Link>
      )}
    </>
  );
}

function CopyLink() {
  const [copied, setCopied] = useState(false);
  if (!("clipboard" in navigator)) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(location.href);
    setCopied(true);
  };
  return (
    <Button onClick={() => void copy()} onBlur={() => setCopied(false)}>
      <Link2 size={15} aria-hidden="true" />
      <span aria-live="polite">{copied ? t("empty.fleet.copied") : t("transaction.copy")}</span>
    </Button>
  );
}

/** Energy, time, battery, power, tag and end: each with what it is made from. */
export function Figures({ transaction, readings }: Props) {
  const now = useNow();
  const { start_time: start, end_time: end, id_tag: tag, total_kwh: kwh } = transaction;
  const socs = readings.map((one) => one.soc_percent).filter((value) => value !== null);
  const powers = readings.map((one) => one.power_w).filter((value) => value !== null);
  const until = end ? Date.parse(end) : now;
  const hours = start ? (until - Date.parse(start)) / HOUR_MS : 0;
  const highest = powers.length > 0 ? Math.max(...powers) : null;
  const mean = kwh !== null && hours > 0 ? (kwh / hours) * 1000 : null;
  // A mean above what was ever measured is none: the station's clock runs at another speed than ours, or it told little.
  const believed = mean !== null && (highest === null || mean <= highest);
  const card = may("id-tags:read") && tag && (
    <Link to="/id-tags" search={{ q: tag }} className={LINK}>
      {shortTag(tag)}
    </Link>
  );
  const figures: [string, React.ReactNode, string][] = [
    [t("transaction.column.energy"), energy(kwh), registers(transaction)],
    [
      t("transaction.column.lasted"),
      start ? age(until - Date.parse(start)) : UNKNOWN,
      start ? `${clock(Date.parse(start))} – ${end ? clock(Date.parse(end)) : t("age.now")}` : "",
    ],
    [
      t("transaction.battery"),
      socs.length > 0 ? t("transaction.soc", { from: socs[0] ?? "", to: socs.at(-1) ?? "" }) : UNKNOWN,
      "",
    ],
    [
      t("transaction.highest"),
      highest === null ? UNKNOWN : `${kilowatts(highest)}\u00a0kW`,
      believed ? t("transaction.mean", { power: kilowatts(mean) }) : "",
    ],
    [t("transaction.column.tag"), card || shortTag(tag), transaction.id_tag_status ?? ""],
    [t("transaction.ended"), transaction.stop_reason ?? UNKNOWN, ""],
  ];
  return (
    <dl className="grid grid-cols-2 md:grid-cols-3 xl:grid-cols-6 bg-surface border border-line rounded-card shadow-card">
      {figures.map(([name, value, note]) => (
        <div key={name} className="p-4 min-w-0">
          <dt className="text-xs text-ink-3">{name}</dt>
          <dd className="text-base font-[620] break-words">{value}</dd>
          <dd className="text-xs text-ink-3 break-words">{note}</dd>
        </div>
      ))}
    </dl>
  );
}

function registers({ start_meter: from, end_meter: to }: Transaction): string {
  if (from === null) return "";
  if (to === null) return t("transaction.registers.from", { from: count(from) });
  return t("transaction.registers", { from: count(from), to: count(to) });
}
