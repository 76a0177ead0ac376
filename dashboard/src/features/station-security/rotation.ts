/** How far the rotation of a password is. */

import type { Schemas } from "@/api/client";

/** `none`: only the one in force is good. `offered`: sent, not answered. `accepted`: taken, not used yet. */
export type RotationStep = "none" | "offered" | "accepted" | "several";

type Told = Pick<Schemas["StationCredentials"], "offered">;

/** Of several the newest counts; that there are several is said, since each of them is good. */
export function rotationStep({ offered }: Told): RotationStep {
  if (offered.length > 1) return "several";
  const [only] = offered;
  if (!only) return "none";
  return only.accepted ? "accepted" : "offered";
}

export const PROFILES = [0, 1, 2, 3] as const;
export type Profile = (typeof PROFILES)[number];

/** Profiles that the station can be told to rise to: it never sinks over OCPP (security whitepaper, A00.FR.004). */
export function higherProfiles(now: number): Profile[] {
  return PROFILES.filter((one) => one > now);
}

/** Fingerprints as people paste them: one a line or with commas, with colons or blanks in them. */
export function readFingerprints(text: string): string[] {
  return text
    .split(/[\n,;]+/)
    .map((one) => one.replaceAll(/[\s:]/g, "").toLowerCase())
    .filter((one) => one !== "");
}
