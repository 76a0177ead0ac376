import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data, type Schemas } from "@/api/client";
import { give } from "@/api/following";
import { askAgain, useTold } from "@/lib/feed/use-told";

export type Credentials = Schemas["StationCredentials"];
export type StationChanges = Partial<Schemas["StationChanges"]>;
const AGAIN_MS = 10_000;
const TELLING = new Set(["command.updated", "station.connected", "station.disconnected", "station.booted"]);

/** Which passwords are good, and how they came about; asked again when the station answers or comes back. */
export function useCredentials(station: string) {
  const queries = useQueryClient();
  const asked = useQuery({
    queryKey: ["credentials", station],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/stations/{ocpp_id}/credentials", {
          params: { path: { ocpp_id: station } },
          signal,
        }),
      ),
    refetchInterval: AGAIN_MS,
  });
  useTold(
    (one) => one.data.station === station && TELLING.has(one.type),
    () => {
      void askAgain(asked);
      void queries.invalidateQueries({ queryKey: ["station", station] });
    },
  );
  return asked;
}

/** What can be done about how a station proves itself. Each raises `ApiProblem`, commands aside: those are followed. */
export function useSecurityDeeds(station: string) {
  const queries = useQueryClient();
  const path = { ocpp_id: station };
  const again = async () => {
    await queries.invalidateQueries({ queryKey: ["station", station] });
    await queries.invalidateQueries({ queryKey: ["credentials", station] });
  };
  const rotate = async () => {
    const asked = data(api.POST("/api/v1/stations/{ocpp_id}/password/rotate", { params: { path } }));
    await give("ChangeConfiguration", asked);
    await again();
  };
  const setPassword = async (password: string | undefined) => {
    const made = await data(
      api.POST("/api/v1/stations/{ocpp_id}/password", {
        params: { path },
        body: password ? { password } : {},
      }),
    );
    await again();
    return made.password;
  };
  const raiseProfile = async (profile: number) => {
    const asked = data(
      api.POST("/api/v1/stations/{ocpp_id}/commands", {
        params: { path },
        body: {
          action: "ChangeConfiguration",
          payload: { key: "SecurityProfile", value: String(profile) },
          force: false,
          timeout_seconds: 30,
          when_offline: "fail",
        },
      }),
    );
    await give("ChangeConfiguration", asked);
    await again();
  };
  const edit = async (changes: StationChanges) => {
    const body = changes as Schemas["StationChanges"];
    await data(api.PATCH("/api/v1/stations/{ocpp_id}", { params: { path }, body }));
    await again();
  };
  const archive = () => data(api.DELETE("/api/v1/stations/{ocpp_id}", { params: { path } }));
  return { rotate, setPassword, raiseProfile, edit, archive, again };
}
