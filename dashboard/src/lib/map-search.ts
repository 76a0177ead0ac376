/** What stands in the address of the map: filters, which list is beside it, and what it shows. */

import { CONNECTOR_STATES, type ConnectorState } from "./states";

export type MapPlace = { latitude: number; longitude: number; zoom: number };
export type MapSearch = { status?: ConnectorState; group?: string; list?: "unplaced"; at?: string };

export function readMapSearch(search: Record<string, unknown>): MapSearch {
  const read: MapSearch = {};
  const status = CONNECTOR_STATES.find((state) => state === search.status);
  if (status) read.status = status;
  if (typeof search.group === "string" && search.group !== "") read.group = search.group;
  if (search.list === "unplaced") read.list = "unplaced";
  if (typeof search.at === "string" && readPlace(search.at)) read.at = search.at;
  return read;
}

/** "52.52,13.4,9": latitude, longitude, zoom. */
export function readPlace(text: string | undefined): MapPlace | null {
  const parts = (text ?? "").split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  const [latitude = Number.NaN, longitude = Number.NaN, zoom = Number.NaN] = parts;
  const inside = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 && zoom >= 0 && zoom <= 19;
  return parts.length === 3 && inside ? { latitude, longitude, zoom } : null;
}

export function writePlace({ latitude, longitude, zoom }: MapPlace): string {
  return [latitude.toFixed(4), longitude.toFixed(4), String(zoom)]
    .map((part) => part.replace(/\.0+$/, ""))
    .join(",");
}
