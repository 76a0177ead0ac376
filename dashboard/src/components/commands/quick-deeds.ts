/** What can be run on a station without being asked for more than it takes: the entries of the palette. */

import type { Action } from "@/api/actions";
import type { Draft } from "@/lib/actions/draft";
import { faultsOf } from "@/lib/actions/faults";
import { isText, t } from "@/lib/i18n";
import {
  type ConnectorFacts,
  deedName,
  isCalled,
  isDestructive,
  type Reason,
  reasonAgainst,
  reasonInPayload,
  type StationFacts,
} from "./deeds";

export type QuickDeed = {
  id: string;
  action: Action;
  name: string;
  payload?: Draft;
  /** The payload is whole and it hurts: only the question is left. */
  sure: boolean;
  reason: Reason | null;
};

/** The forms in which an action is wanted so often that each has a name. */
const FORMS: Record<string, readonly Draft[]> = {
  Reset: [{ type: "Soft" }, { type: "Hard" }],
  ChangeAvailability: [
    { connectorId: 0, type: "Inoperative" },
    { connectorId: 0, type: "Operative" },
  ],
};
const AT_A_CONNECTOR = ["RemoteStartTransaction", "UnlockConnector"];
const MOST_CONNECTORS = 4;
/** What people run by hand comes first; the rest in the order of the gateway's list. */
const USUAL = [
  "Reset",
  "RemoteStartTransaction",
  "RemoteStopTransaction",
  "UnlockConnector",
  "ChangeAvailability",
];

function formsOf(action: Action, connectors: readonly ConnectorFacts[]): (Draft | undefined)[] {
  const named = FORMS[action.action];
  if (named) return [...named];
  if (!AT_A_CONNECTOR.includes(action.action)) return [undefined];
  if (connectors.length === 0 || connectors.length > MOST_CONNECTORS) return [undefined];
  return connectors.map(({ number }) => ({ connectorId: number }));
}

function nameOf(action: Action, payload: Draft | undefined): string {
  const name = deedName(action.action, payload ?? {});
  const at = payload?.connectorId;
  const key = `palette.at.${action.action}`;
  return typeof at === "number" && at > 0 && isText(key) ? t(key, { number: at }) : name;
}

/** Everything that is called like `text`; last what cannot be sent now, with the reason. */
export function quickDeeds(
  actions: readonly Action[],
  station: StationFacts,
  connectors: readonly ConnectorFacts[],
  text: string,
): QuickDeed[] {
  const rank = (action: Action) => {
    const at = USUAL.indexOf(action.action);
    return at < 0 ? USUAL.length : at;
  };
  const deeds = [...actions]
    .sort((one, other) => rank(one) - rank(other))
    .flatMap((action) => formsOf(action, connectors).map((payload) => ({ action, payload })));
  return deeds
    .map(({ action, payload }) => ({
      id: `${action.action}-${JSON.stringify(payload ?? null)}`,
      action,
      name: nameOf(action, payload),
      payload,
      sure:
        payload !== undefined &&
        isDestructive(action, payload) &&
        faultsOf(action.payload_schema, payload).length === 0,
      reason:
        reasonAgainst(action, station) ?? reasonInPayload(action.action, payload ?? {}, connectors) ?? null,
    }))
    .filter((deed) => isCalled(deed.action, deed.name, text))
    .sort((one, other) => Number(one.reason !== null) - Number(other.reason !== null));
}
