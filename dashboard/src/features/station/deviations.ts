import { useQuery } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { useTold } from "@/lib/feed/use-told";
import { writeQuery } from "@/lib/frames/query";

/** The frame was logged at the moment that the rule was counted, give or take the commit. */
const NEAR_MS = 2_000;

/** How the station departs from the protocol; asked again as soon as the feed tells of one more. */
export function useDeviations(station: string) {
  const asked = useQuery({
    queryKey: ["nonconformities", station],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/stations/{ocpp_id}/nonconformities", {
          params: { path: { ocpp_id: station } },
          signal,
        }),
      ),
  });
  useTold((one) => one.type === "station.nonconformity" && one.data.station === station, asked);
  return asked;
}

/** The query of the log that finds the frame which broke a rule last. */
export function lastFrameQuery(station: string, one: Schemas["Nonconformity"]): string {
  const at = Date.parse(one.last_at);
  return writeQuery([
    { field: "station", value: station, not: false },
    { field: "violation", value: one.rule, not: false },
    { field: "since", value: new Date(at - NEAR_MS).toISOString(), not: false },
    { field: "until", value: new Date(at + NEAR_MS).toISOString(), not: false },
  ]);
}
