import { Pause, Play } from "lucide-react";
import { useState } from "react";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { actionName } from "@/components/ui/command-words";
import { StateIcon } from "@/components/ui/state";
import { useFleet } from "@/lib/feed/live";
import type { FeedEvent } from "@/lib/feed/protocol";
import { energy, shortTag } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { type ConnectorState, isConnectorState } from "@/lib/states";

const SHOWN = 12;
const ROW_PX = 36;

type Line = { state: ConnectorState; text: string };

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function statusLine(data: FeedEvent["data"]): Line {
  const word = text(data.status);
  const state = isConnectorState(word) ? word : "Unknown";
  const code = text(data.error_code);
  if (code && code !== "NoError") return { state, text: t("event.fault", { code }) };
  return { state, text: t(`event.status.${state}`) };
}

function lineOf({ type, data }: FeedEvent): Line {
  switch (type) {
    case "station.connected":
      return { state: "Available", text: t("event.connected") };
    case "station.disconnected":
      return { state: "Unknown", text: t("event.disconnected") };
    case "station.booted":
      return { state: "Preparing", text: t("event.booted") };
    case "connector.status_changed":
      return statusLine(data);
    case "connector.blocked":
      return { state: "Unavailable", text: t("event.blocked") };
    case "connector.unblocked":
      return { state: "Available", text: t("event.unblocked") };
    case "transaction.started":
      return { state: "Charging", text: t("event.started", { tag: shortTag(text(data.id_tag)) }) };
    case "transaction.ended": {
      const total = typeof data.total_kwh === "number" ? data.total_kwh : null;
      return { state: "Finishing", text: t("event.ended", { energy: energy(total) }) };
    }
    case "command.updated":
      return {
        state: "Reserved",
        text: t("event.command", { action: actionName(text(data.action)), status: text(data.status) }),
      };
    case "security.event":
      return { state: "Faulted", text: t("event.security") };
    default:
      return { state: "SuspendedEVSE", text: t("event.nonconformity") };
  }
}

/** What has just happened. It stands still while somebody reads it. */
export default function Activity() {
  const { activity } = useFleet("activity");
  const [frozen, setFrozen] = useState<FeedEvent[] | null>(null);
  const shown = (frozen ?? activity).slice(0, SHOWN);
  const fresh = frozen ? activity.findIndex((one) => one.id === frozen[0]?.id) : 0;
  const label = frozen
    ? t("overview.activity.resume", { count: fresh < 0 ? activity.length : fresh })
    : t("overview.activity.pause");
  const toggle = (
    <Button
      look="quiet"
      size="icon"
      aria-label={label}
      title={label}
      onClick={() => setFrozen(frozen ? null : activity)}
    >
      {frozen ? <Play size={15} aria-hidden="true" /> : <Pause size={15} aria-hidden="true" />}
    </Button>
  );
  return (
    <Card title={t("overview.activity")} actions={toggle}>
      {shown.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-ink-3">{t("overview.activity.none")}</p>
      ) : (
        <ol className="relative mb-2" style={{ height: shown.length * ROW_PX }}>
          {shown.map((event, index) => (
            <ActivityRow key={event.id} event={event} top={index * ROW_PX} />
          ))}
        </ol>
      )}
    </Card>
  );
}

/** A row goes down by a transformation: the box of a page that lives does not jump, and the focus goes with it. */
function ActivityRow({ event, top }: { event: FeedEvent; top: number }) {
  const { state, text: words } = lineOf(event);
  const { station, connector } = event.data;
  return (
    <li
      className="absolute inset-x-0 top-0 flex items-center gap-2.5 px-4 h-9 text-sm rowx"
      style={{ transform: `translateY(${top}px)` }}
    >
      <span data-state={state} className="text-fg fades">
        <StateIcon state={state} size={15} />
      </span>
      <Link
        to="/stations/$station"
        params={{ station }}
        className="font-[600] whitespace-nowrap id max-w-[50%] truncate"
      >
        {typeof connector === "number" && connector > 0 ? `${station} · ${connector}` : station}
      </Link>
      <span className="text-ink-2 truncate">{words}</span>
      <Age since={event.time} className="ml-auto min-w-14 text-right text-xs text-ink-3 whitespace-nowrap" />
    </li>
  );
}
