import { useQuery } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import type { Connector } from "@/api/stations";
import { useConnectors } from "@/components/ui/station-cells";
import type { ConnectorRow } from "@/lib/feed/protocol";
import { useTold } from "@/lib/feed/use-told";

const CHANGES_A_BLOCK = new Set([
  "connector.blocked",
  "connector.unblocked",
  "connector.status_changed",
  "command.updated",
]);
const AGAIN_MS = 15_000;

/**
 * The connectors of the station on this page. How far a block has come follows from several events together and is in
 * none of them, so the gateway is asked again whenever one of them arrives.
 */
export function useTileRows(station: string): readonly (ConnectorRow | Connector)[] {
  const rows = useConnectors(station);
  const asked = useQuery({
    queryKey: ["connectors", station],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/stations/{ocpp_id}/connectors", { params: { path: { ocpp_id: station } }, signal }),
      ),
    refetchInterval: AGAIN_MS,
  });
  useTold((one) => one.data.station === station && CHANGES_A_BLOCK.has(one.type), asked);
  return rows.map((row) => {
    const own = asked.data?.items.find((one) => one.connector_number === row.connector_number);
    return own ? { ...row, block_state: own.block_state, blocked_by: own.blocked_by } : row;
  });
}
