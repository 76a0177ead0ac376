import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { api, data } from "@/api/client";
import { Age } from "@/components/ui/age";
import { Card } from "@/components/ui/card";
import { actionName, commandStep } from "@/components/ui/command-words";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { age, energy, moment, shortTag, UNKNOWN } from "@/lib/format";
import { type TextKey, t } from "@/lib/i18n";
import type { StationTab } from "@/lib/search";
import { CommandInProgress } from "./command-in-progress";
import { MessageList } from "./message-list";
import { SendButton } from "./send-button";

const SHOWN = 50;

/** The tabs that are lists: what this station has charged, said, been told, and bent. */
export default function ListTab({ station, tab }: { station: string; tab: StationTab }) {
  if (tab === "transactions") return <Transactions station={station} />;
  if (tab === "commands") return <Commands station={station} />;
  if (tab === "deviations") return <Deviations station={station} />;
  return <MessageList station={station} className="h-[60vh]" />;
}

type AskedProps<Item> = {
  asked: { data?: { items: Item[] }; isError: boolean; error: unknown; refetch: () => unknown };
  none: TextKey;
  children: (items: Item[]) => ReactNode;
};

function Asked<Item>({ asked, none, children }: AskedProps<Item>) {
  if (asked.isError)
    return <ProblemNotice small problem={asked.error} onRetry={() => void asked.refetch()} />;
  if (!asked.data) return <Skeleton rows={6} />;
  if (asked.data.items.length === 0) return <p className="px-4 py-6 text-sm text-ink-3">{t(none)}</p>;
  return <Card>{children(asked.data.items)}</Card>;
}

function Table({ columns, children }: { columns: TextKey[]; children: ReactNode }) {
  return (
    <div className="overflow-x-auto">
      <table className="w-full text-sm border-collapse [&_td]:h-9 [&_td]:px-4 [&_td]:border-t [&_td]:border-line [&_td]:whitespace-nowrap">
        <thead className="bg-canvas">
          <tr>
            {columns.map((column) => (
              <th
                key={column}
                scope="col"
                className="h-9 px-4 text-left text-xs font-[550] text-ink-3 whitespace-nowrap"
              >
                {t(column)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function lasted(start: string | null, end: string | null): string {
  if (!start) return UNKNOWN;
  return age((end ? Date.parse(end) : Date.now()) - Date.parse(start));
}

function Transactions({ station }: { station: string }) {
  const asked = useQuery({
    queryKey: ["transactions", station],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/transactions", { params: { query: { station, limit: SHOWN } }, signal })),
    refetchInterval: 10_000,
  });
  return (
    <Asked asked={asked} none="station.transactions.none">
      {(items) => (
        <Table
          columns={[
            "transaction.column.start",
            "transaction.column.connector",
            "transaction.column.tag",
            "transaction.column.energy",
            "transaction.column.lasted",
            "transaction.column.status",
          ]}
        >
          {items.map((one) => (
            <tr key={one.id} className="rowx">
              <td className="font-[600]">{moment(one.start_time, Date.now())}</td>
              <td>{one.connector ?? UNKNOWN}</td>
              <td className="text-ink-2">{shortTag(one.id_tag)}</td>
              <td>{energy(one.total_kwh)}</td>
              <td className="text-ink-2">{lasted(one.start_time, one.end_time)}</td>
              <td className="text-ink-2">{t(`transaction.status.${one.status}` as TextKey)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Asked>
  );
}

function Commands({ station }: { station: string }) {
  const asked = useQuery({
    queryKey: ["commands", station],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/commands", { params: { query: { station, limit: SHOWN } }, signal })),
    refetchInterval: 5_000,
  });
  return (
    <div className="space-y-3">
      <div className="flex items-center justify-end gap-3">
        <SendButton station={station} telling />
      </div>
      <CommandInProgress station={station} />
      <Asked asked={asked} none="station.commands.none">
        {(items) => (
          <ul>
            {items.map((command) => (
              <li
                key={command.id}
                className="flex flex-wrap items-baseline gap-x-3 px-4 py-2 text-sm border-t border-line first:border-0 rowx"
              >
                <span className="font-[600]">{actionName(command.action)}</span>
                <span className="text-ink-2 break-words min-w-0">{commandStep(command).text}</span>
                <span className="ml-auto text-xs text-ink-3">
                  {command.requested_by} · <Age ago since={command.requested_at} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Asked>
    </div>
  );
}

function Deviations({ station }: { station: string }) {
  const asked = useQuery({
    queryKey: ["nonconformities", station],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/stations/{ocpp_id}/nonconformities", {
          params: { path: { ocpp_id: station } },
          signal,
        }),
      ),
  });
  return (
    <Asked asked={asked} none="station.deviations.none">
      {(items) => (
        <ul>
          {items.map((one) => (
            <li key={one.rule} className="px-4 py-3 text-sm border-t border-line first:border-0">
              <div className="flex items-baseline gap-3">
                <span className="font-[600]">{one.rule}</span>
                <span className="text-warn font-[600]">{one.count}</span>
                <Age ago since={one.last_at} className="ml-auto text-xs text-ink-3" />
              </div>
              <p className="mt-0.5 text-ink-2">{one.meaning}</p>
              <p className="code mt-1 text-xs text-ink-3 break-all">{one.last_frame.excerpt}</p>
            </li>
          ))}
        </ul>
      )}
    </Asked>
  );
}
