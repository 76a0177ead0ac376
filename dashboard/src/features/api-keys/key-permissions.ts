/** The permissions of an API key as the editor holds them, and as the gateway takes them. */

import type { Schemas } from "@/api/client";

export type KeyPermissions = Schemas["KeyPermissions"];

/** What a key can be allowed: in the order of the editor. People and keys themselves are for people only. */
export const SCOPES = [
  "stations:read",
  "connectors:read",
  "transactions:read",
  "commands:read",
  "events:read",
  "logs:read",
  "id-tags:read",
  "system:read",
  "audit:read",
  "users:read",
  "api-keys:read",
  "stations:write",
  "commands:write",
  "id-tags:write",
] as const;
export type Scope = (typeof SCOPES)[number];

export const ACTIONS = [
  "RemoteStartTransaction",
  "RemoteStopTransaction",
  "UnlockConnector",
  "ChangeAvailability",
  "ReserveNow",
  "CancelReservation",
  "SetChargingProfile",
  "ClearChargingProfile",
  "GetCompositeSchedule",
  "TriggerMessage",
  "ExtendedTriggerMessage",
  "Reset",
  "ClearCache",
  "GetConfiguration",
  "ChangeConfiguration",
  "DataTransfer",
  "GetDiagnostics",
  "GetLog",
  "UpdateFirmware",
  "SignedUpdateFirmware",
  "GetLocalListVersion",
  "SendLocalList",
  "InstallCertificate",
  "DeleteCertificate",
  "GetInstalledCertificateIds",
  "CertificateSigned",
] as const;

/** Members that a key sees as null unless they are named. */
export const HIDDEN: Record<string, readonly string[]> = {
  stations: [
    "serial_number",
    "meter_serial_number",
    "iccid",
    "imsi",
    "remote_address",
    "presented_certificate",
  ],
  transactions: ["id_tag", "stop_id_tag"],
  commands: ["payload", "response", "late_response"],
  logs: ["payload", "raw", "violations"],
  audit: ["subject", "remote_address", "before", "after"],
};

export type Edited = {
  scopes: ReadonlySet<string>;
  everyStation: boolean;
  ids: string;
  groups: string;
  everyAction: boolean;
  actions: ReadonlySet<string>;
  everyTag: boolean;
  tagGroups: string;
  /** `resource.member` */
  fields: ReadonlySet<string>;
  rate: string;
};

export const DEFAULT_RATE = 600;

/** Words that people type, one after another. */
export function words(text: string): string[] {
  return [...new Set(text.split(/[,\n]/).flatMap((word) => word.trim() || []))];
}

/** Nothing is granted until somebody grants it. */
export function edited(permissions: KeyPermissions | null): Edited {
  const fields = Object.entries(permissions?.fields ?? {});
  return {
    scopes: new Set(permissions?.scopes ?? ["stations:read", "connectors:read"]),
    everyStation: permissions?.stations?.all ?? false,
    ids: (permissions?.stations?.ids ?? []).join(", "),
    groups: (permissions?.stations?.groups ?? []).join(", "),
    everyAction: permissions !== null && (permissions.commands ?? null) === null,
    actions: new Set(permissions?.commands ?? []),
    everyTag: permissions?.id_tags?.all ?? false,
    tagGroups: (permissions?.id_tags?.groups ?? []).join(", "),
    fields: new Set(fields.flatMap(([resource, names]) => names.map((name) => `${resource}.${name}`))),
    rate: String(permissions?.requests_per_minute ?? DEFAULT_RATE),
  };
}

export function asPermissions(one: Edited): KeyPermissions {
  const fields: Record<string, string[]> = {};
  for (const [resource, names] of Object.entries(HIDDEN)) {
    const shown = names.filter((name) => one.fields.has(`${resource}.${name}`));
    if (shown.length > 0) fields[resource] = shown;
  }
  return {
    scopes: [...one.scopes],
    stations: { all: one.everyStation, ids: words(one.ids), groups: words(one.groups) },
    commands: one.everyAction ? null : [...one.actions],
    id_tags: { all: one.everyTag, groups: words(one.tagGroups) },
    fields,
    requests_per_minute: Number(one.rate),
  };
}

export function toggled(set: ReadonlySet<string>, word: string, on: boolean): ReadonlySet<string> {
  const next = new Set(set);
  if (on) next.add(word);
  else next.delete(word);
  return next;
}
