/** Letting a station in that waits: with what it has shown, or with something that is made for it. */

import { api, data, type Schemas } from "./client";
import type { Station } from "./stations";

export type Credential = Schemas["Approval"]["credential"];
export type Admitted = { station: string; password: string | null };

/** What one click does: keep what the station has shown, and give it a password where it has shown nothing. */
export function usualCredential(station: Station): Credential {
  if (station.presented_password) return "adopt";
  return station.presented_certificate ? "certificate" : "issue";
}

export async function approve(station: string, credential: Credential): Promise<Admitted> {
  const path = { ocpp_id: station };
  const body = { credential };
  const admitted = await data(api.POST("/api/v1/stations/{ocpp_id}/approve", { params: { path }, body }));
  return { station, password: admitted.password ?? null };
}

export async function reject(station: string): Promise<void> {
  await data(api.POST("/api/v1/stations/{ocpp_id}/reject", { params: { path: { ocpp_id: station } } }));
}
