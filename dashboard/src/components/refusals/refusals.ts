/** Refused handshakes, grouped as people see them: one station, one reason, how often, and when last. */

import type { Schemas } from "@/api/client";
import type { TextKey } from "@/lib/i18n";

export type Refusal = Schemas["RefusedHandshake"];
export type RefusalGroup = Refusal & { first: string };

/** Newest first; equal ones are one. */
export function grouped(refusals: readonly Refusal[]): RefusalGroup[] {
  const groups = new Map<string, RefusalGroup>();
  for (const one of refusals) {
    const key = JSON.stringify([one.station, one.remote_address, one.reason, one.detail]);
    const known = groups.get(key);
    if (known) {
      known.times += one.times;
      known.first = one.at;
    } else groups.set(key, { ...one, first: one.at });
  }
  return [...groups.values()];
}

/** What mends it, by the reason; the others name their cure in their own words. */
const CURES: Record<string, TextKey> = {
  bad_path: "refusal.mend.path",
  no_upgrade: "refusal.mend.path",
  no_common_subprotocol: "refusal.mend.subprotocol",
  wrong_password: "refusal.mend.password",
  no_credentials: "refusal.mend.password",
  malformed_credentials: "refusal.mend.password",
  user_is_not_identity: "refusal.mend.user",
  too_many_attempts: "refusal.mend.wait",
  not_tls: "refusal.mend.wss",
  tls_failed: "refusal.mend.tls",
  tls_timed_out: "refusal.mend.tls",
  client_certificate_invalid: "refusal.mend.certificate",
  no_client_certificate: "refusal.mend.certificate",
  unreadable_certificate: "refusal.mend.certificate",
  certificate_of_another: "refusal.mend.certificate",
  below_security_profile: "refusal.mend.profile",
  unknown_station: "refusal.mend.add",
  archived_station: "refusal.mend.add",
  rejected_station: "refusal.mend.rejected",
  identity_differs_in_case: "refusal.mend.identity",
  identity_not_allowed: "refusal.mend.identity",
  stranger_limit: "refusal.mend.decide",
  old_connection_alive: "refusal.mend.twice",
  take_overs_held: "refusal.mend.twice",
  malformed_request: "refusal.mend.websocket",
  request_too_large: "refusal.mend.websocket",
  bad_version: "refusal.mend.websocket",
  bad_key: "refusal.mend.websocket",
};

export function cure(reason: string): TextKey {
  return CURES[reason] ?? "refusal.mend.later";
}

const BENT: Record<string, TextKey> = {
  "Q1-no-subprotocol": "bent.subprotocol.none",
  "Q1-subprotocol-spelling": "bent.subprotocol.spelling",
  "Q5-slashes": "bent.slashes",
};

/** The words for a rule that a station bent at its handshake and was let in nevertheless; null for the others. */
export function bentAtHandshake(rule: string): TextKey | null {
  return BENT[rule] ?? null;
}
