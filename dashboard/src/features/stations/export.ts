import { accessToken } from "@/api/session";
import { stationQuery } from "@/api/stations";
import type { StationSearch } from "@/lib/search";

/** The list as it is filtered now, as a table for other programs. */
export async function exportStations(search: StationSearch): Promise<void> {
  const response = await fetch(`/api/v1/stations/export.csv?${stationQuery(search)}`, {
    headers: { Authorization: `Bearer ${await accessToken()}` },
  });
  if (!response.ok) throw new Error(`the gateway answered ${response.status}`);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await response.blob());
  link.download = "stations.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
