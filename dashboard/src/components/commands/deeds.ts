/** A command in words: what it is called, what it does, what it costs, and what forbids it. */

import type { Action } from "@/api/actions";
import { actionName } from "@/components/ui/command-words";
import type { Draft } from "@/lib/actions/draft";
import { isText, type TextKey, t, type Values } from "@/lib/i18n";

/** The members that turn one action into different deeds: a soft and a hard reset. */
function variant(payload: Draft): string | null {
  const word = payload.type ?? payload.updateType;
  return typeof word === "string" ? word : null;
}

/** "Hard reset" for a Reset of that kind, "Reset" while the kind is not chosen. */
export function deedName(action: string, payload: Draft): string {
  const key = `action.${action}.${variant(payload)}`;
  return isText(key) ? t(key) : actionName(action);
}

/** What the action does; the gateway's own words for one that the catalogue does not know. */
export function aboutAction(action: Action): string {
  const key = `about.${action.action}`;
  return isText(key) ? t(key) : action.description;
}

export function groupName(profile: string): string {
  const key = `profile.${profile}`;
  return isText(key) ? t(key) : profile;
}

const HARMLESS = new Set(["Operative", "Differential"]);

/** Whether people are asked twice: some actions only hurt in one of their forms. */
export function isDestructive(action: Action, payload: Draft): boolean {
  return action.destructive && !HARMLESS.has(variant(payload) ?? "");
}

const ENDS_CHARGES = new Set(["Reset"]);

/** What follows, the worst first. `charging`: how many charges run there; null if nobody has counted them. */
export function consequence(action: Action, charging: number | null): { first: string | null; then: string } {
  const key = `consequence.${action.action}`;
  const then = isText(key) ? t(key) : aboutAction(action);
  if (!ENDS_CHARGES.has(action.action) || charging === 0) return { first: null, then };
  const first = charging === null ? t("send.charges.unknown") : t("send.charges", { count: charging });
  return { first, then };
}

/** What the safe button keeps. */
export function keeping(action: Action, payload: Draft): string {
  const key = `keep.${action.action}`;
  return isDestructive(action, payload) && isText(key) ? t(key) : t("send.keep");
}

export type ConnectorFacts = { number: number; blocked: boolean; charging: boolean };
export type StationFacts = {
  ocpp_id: string;
  online: boolean;
  registration: string;
  ocpp_version: string | null;
};
export type Reason = { text: TextKey; values?: Values };

/** In groups: what every station has comes first. */
export function byProfile(actions: readonly Action[]): Action[] {
  const profiles = [...new Set(["Core", ...actions.map((action) => action.profile)])];
  return profiles.flatMap((profile) => actions.filter((action) => action.profile === profile));
}

/** Whether each word that was typed stands in one of its names: ours, OCPP's, and that of its group. */
export function isCalled(action: Action, name: string, text: string): boolean {
  const spaced = action.action.replaceAll(/([a-z])([A-Z])/g, "$1 $2");
  const names = [name, actionName(action.action), action.action, spaced, groupName(action.profile)];
  const called = names.join(" ").toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => called.includes(word));
}

/** Why this action cannot be sent to this station now, whatever its payload says. */
export function reasonAgainst(action: Action, station: StationFacts | null): Reason | null {
  if (!action.permitted) return { text: "send.not.permitted", values: { permission: action.permission } };
  if (station === null) return null;
  const { ocpp_id: id, ocpp_version: version } = station;
  if (version !== null && version !== action.ocpp_version)
    return { text: "send.not.version", values: { station: id, version } };
  if (station.registration !== "accepted" && !action.while_pending)
    return { text: "send.not.accepted", values: { station: id } };
  if (!station.online && action.needs_online) return { text: "send.not.online", values: { station: id } };
  return null;
}

/** Why a connector cannot be told this: it is blocked, or a charge is running there. */
export function reasonAtConnector(action: string, connector: ConnectorFacts): Reason | null {
  const values = { number: connector.number };
  if (action === "RemoteStartTransaction" && connector.blocked) return { text: "send.not.blocked", values };
  const free = action === "RemoteStartTransaction" || action === "ReserveNow";
  if ((free || action === "UnlockConnector") && connector.charging)
    return { text: "send.not.charging", values };
  return null;
}

/** The same for a payload that names a connector, or for a start that leaves the choice to the station. */
export function reasonInPayload(
  action: string,
  payload: Draft,
  connectors: readonly ConnectorFacts[],
): Reason | null {
  const named = connectors.find((one) => one.number === payload.connectorId);
  if (named) return reasonAtConnector(action, named);
  const none =
    action === "RemoteStartTransaction" && connectors.length > 0 && payload.connectorId === undefined;
  return none && connectors.every((one) => one.blocked) ? { text: "send.not.any" } : null;
}
