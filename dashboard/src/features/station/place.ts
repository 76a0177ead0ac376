/** A place as it is typed: two numbers or none, and an address. */

import type { Schemas } from "@/api/client";

export type Typed = { latitude: string; longitude: string; address: string };
export type Location = Schemas["Location"];
export type WrongPlace = "latitude" | "longitude";

export const MOST = { latitude: 90, longitude: 180 } as const;

/** Degrees with a point or a comma; null if it is none, or outside of the globe. */
export function degrees(text: string, most: number): number | null {
  const trimmed = text.trim().replace(",", ".");
  const value = trimmed === "" ? Number.NaN : Number(trimmed);
  return Math.abs(value) <= most ? value : null;
}

/** What the gateway is told, or which field is wrong. Both coordinates or none; `null` takes the place away. */
export function placeOf(typed: Typed): { location: Location | null } | { wrong: WrongPlace[] } {
  const address = typed.address.trim() || null;
  const empty = typed.latitude.trim() === "" && typed.longitude.trim() === "";
  if (empty) return { location: address === null ? null : { address } };
  const latitude = degrees(typed.latitude, MOST.latitude);
  const longitude = degrees(typed.longitude, MOST.longitude);
  if (latitude !== null && longitude !== null) return { location: { latitude, longitude, address } };
  const wrong: WrongPlace[] = [];
  if (latitude === null) wrong.push("latitude");
  if (longitude === null) wrong.push("longitude");
  return { wrong };
}
