import { LockOpen, type LucideIcon, Play, Square, Tag } from "lucide-react";
import { useState } from "react";
import { startCharge, stopCharge, unlock } from "@/api/station-actions";
import type { Connector, Station } from "@/api/stations";
import { Button, type Look } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { StateIcon, stateName } from "@/components/ui/state";
import { useConnectors } from "@/components/ui/station-cells";
import { shownState } from "@/lib/feed/fleet";
import type { ConnectorRow } from "@/lib/feed/protocol";
import { kilowatts, shortTag } from "@/lib/format";
import { rich, t } from "@/lib/i18n";
import { keepTag, lastTag } from "@/lib/last-tag";
import { READY } from "./start-dialog";

type Row = ConnectorRow | Connector;

/** On a phone: the first tap opened this sheet, one of its big buttons acts (design, 7). */
export function StartStopSheet({ station, onClose }: { station: Station; onClose: () => void }) {
  const [tag, setTag] = useState(lastTag);
  const [typing, setTyping] = useState(lastTag() === "");
  const rows = useConnectors(station.ocpp_id);
  const card = tag.trim();
  return (
    <Dialog title={t("phone.title")} onClose={onClose}>
      <p className="px-5 pt-0.5 pb-3 text-sm text-ink-2 break-words">
        {typing
          ? station.ocpp_id
          : rich("phone.with", {
              station: station.ocpp_id,
              tag: <b className="font-[580]">{shortTag(card)}</b>,
            })}
      </p>
      {typing && (
        <div className="px-5 pb-4">
          <Field
            label={t("start.tag")}
            help={t("start.tag.help")}
            value={tag}
            maxLength={20}
            autoComplete="off"
            autoCapitalize="characters"
            onChange={(event) => setTag(event.target.value)}
          />
        </div>
      )}
      <ul className="max-h-[50vh] overflow-y-auto">
        {rows.map((row) => (
          <ConnectorLine
            key={row.connector_number}
            row={row}
            card={card}
            onAct={(act) => {
              act(station.ocpp_id);
              onClose();
            }}
          />
        ))}
      </ul>
      {rows.length === 0 && <p className="px-5 pb-4 text-sm text-ink-3">{t("station.connector.none")}</p>}
      {!typing && (
        <button
          type="button"
          onClick={() => setTyping(true)}
          className="flex items-center gap-2.5 w-full h-14 px-5 border-t border-line text-sm text-ink-2"
        >
          <Tag size={17} aria-hidden="true" />
          {t("phone.other")}
        </button>
      )}
      <DialogFoot>
        <Button onClick={onClose}>{t("form.close")}</Button>
      </DialogFoot>
    </Dialog>
  );
}

type Act = (station: string) => void;
type Deed = { text: string; icon: LucideIcon; look: Look; act: Act | null };

/** The one thing that can be done at a connector as it stands; `act` is null if that has to wait. */
function deedOf(row: Row, card: string): Deed {
  const number = row.connector_number;
  const { transaction } = row;
  if (transaction !== null) {
    return { text: t("station.stop"), icon: Square, look: "plain", act: () => void stopCharge(transaction) };
  }
  if (shownState(row) === "Finishing") {
    const act: Act = (station) => void unlock(station, number);
    return { text: t("station.unlock"), icon: LockOpen, look: "plain", act };
  }
  const start: Act = (station) => {
    keepTag(card);
    void startCharge(station, number, card);
  };
  const ready = READY.has(shownState(row)) && !row.blocked && card !== "";
  return { text: t("station.start.short"), icon: Play, look: "primary", act: ready ? start : null };
}

function ConnectorLine({ row, card, onAct }: { row: Row; card: string; onAct: (act: Act) => void }) {
  const state = shownState(row);
  const { text, icon: Icon, look, act } = deedOf(row, card);
  const number = row.connector_number;
  return (
    <li className="flex items-center gap-4 px-5 py-3 border-t border-line">
      <span className="grid place-items-center size-9 shrink-0 rounded-ctl border border-line-2 font-[650]">
        {number}
      </span>
      <span data-state={state} className="min-w-0 text-sm">
        <span className="flex items-center gap-1.5 text-fg font-[580]">
          <StateIcon state={state} size={15} />
          {stateName(state)}
        </span>
        <span className="block text-xs text-ink-3 min-h-4">
          {row.blocked ? t("station.blocked") : noteOf(row)}
        </span>
      </span>
      <Button
        look={act ? look : "plain"}
        disabled={act === null}
        aria-label={t("phone.at", { action: text, number })}
        onClick={() => act && onAct(act)}
        className="ml-auto !h-12 w-[116px] !text-base"
      >
        <Icon size={17} aria-hidden="true" />
        {text}
      </Button>
    </li>
  );
}

function noteOf(row: Row): string {
  if (row.transaction !== null) return `${kilowatts(row.power_w)} kW`;
  return shownState(row) === "Finishing" ? t("phone.unplug") : "";
}
