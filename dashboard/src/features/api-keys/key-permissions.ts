/** The permissions of an API key as the editor holds them, and as the gateway takes them. */

import type { Schemas } from "@/api/client";

export type KeyPermissions = Schemas["KeyPermissions"];

export type Scope = KeyPermissions["scopes"][number];

/** What a key can be allowed, in the order of the editor: a record has each once, and none that the gateway has not. */
const ALLOWED: Record<Scope, true> = {
  "stations:read": true,
  "connectors:read": true,
  "transactions:read": true,
  "commands:read": true,
  "events:read": true,
  "logs:read": true,
  "id-tags:read": true,
  "system:read": true,
  "audit:read": true,
  "users:read": true,
  "api-keys:read": true,
  "stations:write": true,
  "commands:write": true,
  "id-tags:write": true,
};
export const SCOPES = Object.keys(ALLOWED) as Scope[];

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
  scopes: ReadonlySet<Scope>;
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

export function toggled<W extends string>(set: ReadonlySet<W>, word: W, on: boolean): ReadonlySet<W> {
  const next = new Set(set);
  if (on) next.add(word);
  else next.delete(word);
  return next;
}
