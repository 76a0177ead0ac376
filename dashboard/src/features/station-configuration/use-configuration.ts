import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api, data } from "@/api/client";
import { give } from "@/api/following";
import { useTold } from "@/lib/feed/use-told";
import type { Draft } from "./keys";

const AGAIN_MS = 15_000;
const ACTIONS = new Set(["ChangeConfiguration", "GetConfiguration"]);
const TELLING = new Set(["station.booted", "station.connected"]);

/** The remembered configuration; asked again whenever somebody's command about it moves, or the station has booted. */
export function useConfiguration(station: string) {
  const asked = useQuery({
    queryKey: ["configuration", station],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/stations/{ocpp_id}/configuration", {
          params: { path: { ocpp_id: station } },
          signal,
        }),
      ),
    refetchInterval: AGAIN_MS,
    select: (page) => page.items,
  });
  useTold(
    ({ type, data: told }) =>
      told.station === station &&
      (TELLING.has(type) || (type === "command.updated" && ACTIONS.has(String(told.action)))),
    asked,
  );
  return asked;
}

/** What can be done with it. Each raises `ApiProblem`; afterwards the picture is asked for again. */
export function useConfigurationDeeds(station: string, online: boolean) {
  const queries = useQueryClient();
  const path = { ocpp_id: station };
  const again = () => queries.invalidateQueries({ queryKey: ["configuration", station] });
  const change = async (changes: Draft[]) => {
    await data(
      api.POST("/api/v1/stations/{ocpp_id}/configuration", {
        params: { path },
        body: { change: changes, timeout_seconds: 30, when_offline: online ? "fail" : "queue" },
      }),
    );
    await again();
  };
  const read = async (keys: true | string[]) => {
    const asked = data(
      api.POST("/api/v1/stations/{ocpp_id}/configuration", {
        params: { path },
        body: { read: keys, timeout_seconds: 30, when_offline: "fail" },
      }),
    );
    const { commands } = await asked;
    const last = commands.at(-1);
    if (last) await give("GetConfiguration", Promise.resolve(last));
    await again();
  };
  const forget = async (name: string) => {
    await data(
      api.DELETE("/api/v1/stations/{ocpp_id}/configuration/{name}/wanted", {
        params: { path: { ...path, name } },
      }),
    );
    await again();
  };
  return { change, read, forget };
}
