/** `GET /system`: the installation, and the address that stations are told. */

import { useQuery } from "@tanstack/react-query";
import { api, data, type Schemas } from "./client";

export type System = Schemas["System"];

export function useSystem(everyMs: number | false = false) {
  return useQuery({
    queryKey: ["system"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/system", { signal })),
    refetchInterval: everyMs,
  });
}

/**
 * What a station's identity is appended to. Where nobody has configured it, the listener knows its port but not its
 * name: the name under which this browser has found the gateway is the better guess.
 */
export function stationAddress(addresses: System["addresses"], host: string): string {
  if (addresses.station_url_configured) return addresses.station_url;
  const address = new URL(addresses.station_url);
  address.hostname = host;
  return address.toString().replace(/\/$/, "");
}
