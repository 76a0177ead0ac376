import { useState } from "react";
import { type Action, useActions } from "@/api/actions";
import { sessionState } from "@/api/session";
import { useStation } from "@/api/stations";
import { Dialog } from "@/components/ui/dialog";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { useConnectors } from "@/components/ui/station-cells";
import { type Draft, isObject, skeleton } from "@/lib/actions/draft";
import { useFleet } from "@/lib/feed/live";
import { t } from "@/lib/i18n";
import { ActionPicker } from "./action-picker";
import { deedName, type StationFacts } from "./deeds";
import { SendForm } from "./send-form";
import type { Target, Wish } from "./target";

type Props = {
  target: Target;
  wish?: Wish;
  onClose: () => void;
};

/** The station that is told as it stands now; null for many. */
function useStationFacts(target: Target): StationFacts | null {
  const id = target.kind === "station" ? target.station : "";
  const asked = useStation(id, target.kind === "station").data;
  const live = useFleet(`station:${id}`).stations.get(id);
  return asked ? { ...asked, online: live?.online ?? asked.online } : null;
}

/** Charges that run at the chosen stations; null where the browser does not hold them all. */
function useCharging(target: Target): number | null {
  const fleet = useFleet("totals");
  const named = target.kind === "station" ? [target.station] : target.many.stations;
  if (!named || !fleet.complete) return null;
  const wanted = new Set(named);
  const rows = [...fleet.connectors.values()];
  return rows.filter((row) => row.transaction !== null && wanted.has(row.station)).length;
}

/** Tell one station or many something: choose the action, fill in what its official schema asks for, send. */
export default function CommandDialog({ target, wish, onClose }: Props) {
  const actions = useActions();
  const station = useStationFacts(target);
  const [chosen, choose] = useState(wish?.action ?? null);
  const [sure, setSure] = useState(wish?.sure ?? false);
  const [payload, setPayload] = useState<Draft | null>(wish?.payload ?? null);
  const counted = useCharging(target);
  const rows = useConnectors(target.kind === "station" ? target.station : "");
  const connectors = rows.map((row) => ({
    number: row.connector_number,
    blocked: row.blocked,
    charging: row.transaction !== null,
    state: row.online ? row.status : "Unknown",
  }));
  const name = target.kind === "station" ? target.station : t("send.stations", { count: target.many.size });
  const action = actions.data?.find((one) => one.action === chosen);
  const filled = payload ?? (action ? begun(action) : {});
  const title =
    action && sure
      ? t("send.confirm", { deed: deedName(action.action, filled), target: name })
      : t("send.title", { target: name });
  const ready = actions.data && (target.kind === "many" || station);
  return (
    <Dialog title={title} onClose={onClose} className="sm:max-w-[640px]">
      {!ready && <Waiting asked={actions} />}
      {ready && !action && (
        <ActionPicker
          actions={actions.data ?? []}
          station={station}
          onChoose={(one) => {
            setPayload(null);
            choose(one.action);
          }}
        />
      )}
      {ready && action && (
        <SendForm
          key={action.action}
          action={action}
          target={target}
          name={name}
          station={station}
          connectors={connectors}
          charging={target.kind === "station" ? connectors.filter((one) => one.charging).length : counted}
          payload={filled}
          onPayload={setPayload}
          sure={sure}
          onSure={setSure}
          onOther={() => {
            setSure(false);
            choose(null);
          }}
          onClose={onClose}
        />
      )}
    </Dialog>
  );
}

/** What an action begins with: the objects and lists that it cannot do without. */
function begun(action: Action): Draft {
  const value = skeleton(action.payload_schema);
  return isObject(value) ? value : {};
}

function Waiting({ asked }: { asked: ReturnType<typeof useActions> }) {
  if (!asked.isError) return <Skeleton rows={8} className="p-5" />;
  const session = sessionState();
  const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
  return <ProblemNotice small problem={asked.error} role={role} onRetry={() => void asked.refetch()} />;
}
