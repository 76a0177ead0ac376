import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Lock, LockOpen, Play, Square } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { api, data, type Schemas } from "@/api/client";
import { may } from "@/api/session";
import { setBlocked, stopCharge, unlock } from "@/api/station-actions";
import type { Connector, Station } from "@/api/stations";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { StateBadge, stateName } from "@/components/ui/state";
import { shownState } from "@/lib/feed/fleet";
import type { ConnectorRow } from "@/lib/feed/protocol";
import { energy, kilowatts, percent, shortTag } from "@/lib/format";
import { rich, type TextKey, t } from "@/lib/i18n";
import { Link, useSearch } from "@/lib/router";
import { isConnectorState } from "@/lib/states";
import { StartDialog } from "./start-dialog";
import { useTileRows } from "./use-tile-rows";

const UNSETTLED = new Set(["pending", "scheduled"]);
type Row = ConnectorRow | Connector;

export function ConnectorTiles({ station }: { station: Station }) {
  const rows = useTileRows(station.ocpp_id);
  if (rows.length === 0) return <p className="mt-4 text-sm text-ink-3">{t("station.connector.none")}</p>;
  return (
    <div className="grid grid-cols-1 sm:grid-cols-[repeat(auto-fit,minmax(290px,1fr))] gap-3 lg:gap-4 mt-4">
      {rows.map((row) => (
        <Tile key={row.connector_number} station={station} row={row} />
      ))}
    </div>
  );
}

function useTransaction(id: string | null) {
  return useQuery({
    queryKey: ["transaction", id],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/transactions/{transaction}", {
          params: { path: { transaction: id ?? "" } },
          signal,
        }),
      ),
    enabled: id !== null && may("transactions:read"),
    refetchInterval: 10_000,
  }).data;
}

function Tile({ station, row }: { station: Station; row: Row }) {
  const state = shownState(row);
  const transaction = useTransaction(row.transaction);
  const named = useSearch().connector === String(row.connector_number);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (named) place.current?.scrollIntoView({ block: "nearest" });
  }, [named]);
  return (
    <article
      ref={place}
      aria-current={named ? "true" : undefined}
      data-state={state}
      aria-label={t("station.connector", { number: row.connector_number })}
      className={clsx(
        "relative bg-surface border rounded-card shadow-card p-4 flex flex-col min-w-0 min-h-[200px]",
        named ? "border-accent" : "border-line",
      )}
    >
      <div className="flex items-center gap-2">
        <span className="grid place-items-center size-6 rounded-[5px] border border-line-2 text-xs font-[650]">
          {row.connector_number}
        </span>
        {row.blocked && (
          <span className="inline-flex items-center gap-1 text-xs text-ink-2">
            <Lock size={13} aria-hidden="true" />
            {t("station.blocked")}
          </span>
        )}
        <span className="ml-auto fades">
          <StateBadge state={state} />
        </span>
      </div>
      {row.transaction && row.online ? (
        <Charging row={row} transaction={transaction} />
      ) : (
        <p className="mt-3 text-sm text-ink-2 break-words">
          <Situation row={row} />
        </p>
      )}
      {row.block_state !== "none" && <BlockNote row={row} />}
      <div className="mt-auto pt-4" />
      <TileActions station={station} row={row} transaction={transaction} />
    </article>
  );
}

function Situation({ row }: { row: Row }) {
  const state = shownState(row);
  const age = <Age since={row.last_status_change} />;
  if (!row.online) {
    const last = isConnectorState(row.status) ? stateName(row.status) : row.status;
    return t("station.away", { state: last });
  }
  if (state === "Available") return rich("station.free", { age });
  if (state === "Finishing") return t("station.finishing");
  if (row.error_code !== "NoError") return rich("station.fault", { age, code: row.error_code });
  return rich("station.since", { age });
}

type Transaction = Schemas["Transaction"] | undefined;

function Charging({ row, transaction }: { row: Row; transaction: Transaction }) {
  const { soc_percent: soc } = row;
  return (
    <>
      <div className="flex items-end gap-3 mt-3">
        <div className="text-[34px] leading-9 font-[620] tracking-[-.03em]">
          {kilowatts(row.power_w)}
          <span className="text-base font-[500] text-ink-3 tracking-normal ml-1">kW</span>
        </div>
        {soc !== null && (
          <div className="ml-auto text-right">
            <div className="text-lg font-[620]">{percent(soc)}</div>
            <div className="text-2xs text-ink-3">{t("station.battery")}</div>
          </div>
        )}
      </div>
      <div className="mt-2.5 h-1.5 rounded-full bg-line overflow-hidden fades">
        <div className="h-full rounded-full bg-fill" style={{ width: `${soc ?? 0}%` }} />
      </div>
      <dl className="grid grid-cols-3 gap-3 mt-3.5">
        <Fact name="station.energy">{energy(transaction?.total_kwh)}</Fact>
        <Fact name="station.lasted">
          <Age since={transaction?.start_time} />
        </Fact>
        <Fact name="station.tag">
          <span className="id">{shortTag(transaction?.id_tag)}</span>
        </Fact>
      </dl>
    </>
  );
}

function Fact({ name, children }: { name: TextKey; children: React.ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-ink-3 whitespace-nowrap">{t(name)}</dt>
      <dd className="text-sm font-[550] truncate">{children}</dd>
    </div>
  );
}

function BlockNote({ row }: { row: Row }) {
  const waits = UNSETTLED.has(row.block_state);
  const text = t(`station.blocked.${row.block_state}` as TextKey);
  return (
    <div
      role="status"
      className={`mt-3 rounded-ctl px-3 py-2.5 flex items-center gap-2.5 text-xs ${waits ? "bg-accent-tint" : "bg-sunken"}`}
    >
      {waits ? (
        <span className="size-3.5 rounded-full border-2 border-accent border-t-transparent motion-safe:animate-spin shrink-0" />
      ) : (
        <Lock size={14} aria-hidden="true" className="text-ink-3 shrink-0" />
      )}
      <span>
        <span className="font-[600] text-ink">{text}</span>
        {row.blocked_by && (
          <span className="block text-ink-2">{t("command.by", { who: row.blocked_by })}</span>
        )}
      </span>
    </div>
  );
}

function TileActions({
  station,
  row,
  transaction,
}: {
  station: Station;
  row: Row;
  transaction: Transaction;
}) {
  const [starting, setStarting] = useState(false);
  if (!may("commands:write")) return null;
  const id = station.ocpp_id;
  const number = row.connector_number;
  const running = row.transaction;
  const unsettled = UNSETTLED.has(row.block_state);
  const reason = !row.online ? t("station.until.offline") : unsettled ? t("station.until") : null;
  return (
    <div className="flex flex-wrap items-center gap-1.5 pt-3 border-t border-line">
      {running ? (
        <Button size="small" disabled={!row.online} onClick={() => void stopCharge(running)}>
          <Square size={13} aria-hidden="true" />
          {t("station.stop")}
        </Button>
      ) : (
        <Button size="small" disabled={!row.online || row.blocked} onClick={() => setStarting(true)}>
          <Play size={13} aria-hidden="true" />
          {t("station.start.short")}
        </Button>
      )}
      <Button size="small" onClick={() => void setBlocked(id, number, !row.blocked)}>
        {row.blocked ? <LockOpen size={13} aria-hidden="true" /> : <Lock size={13} aria-hidden="true" />}
        {t(row.blocked ? "station.unblock" : "station.block")}
      </Button>
      {!running && row.online && (
        <Button size="small" look="quiet" onClick={() => void unlock(id, number)}>
          {t("station.unlock")}
        </Button>
      )}
      {reason && <span className="text-xs text-ink-3">{reason}</span>}
      {transaction && (
        <Link
          to="/transactions/$transaction"
          params={{ transaction: transaction.id }}
          className="ml-auto text-xs font-[580] text-ink-2 whitespace-nowrap underline underline-offset-3 decoration-line-3"
        >
          {t("station.transaction", { id: transaction.transaction_id })}
        </Link>
      )}
      {starting && <StartDialog station={station} onClose={() => setStarting(false)} />}
    </div>
  );
}
