/** What stations can be told: the actions with their official schemas, and the two ways of sending one. */

import { useQuery } from "@tanstack/react-query";
import { api, data, type Schemas } from "./client";
import { type Command, follow } from "./following";
import { may } from "./session";

export type Action = Schemas["ActionShown"];
export type Job = Schemas["BulkJob"];
export type Order = Pick<
  Schemas["NewCommand"],
  "action" | "payload" | "force" | "timeout_seconds" | "when_offline"
>;
/** Stations by name, or those that a filter finds; `size` is how many the person has seen. */
export type Many = { size: number } & Pick<Schemas["NewBulkCommand"], "stations" | "filter">;

/** They change with the gateway's version only; the browser asks with the tag that it has kept. */
export function useActions(wanted = true) {
  return useQuery({
    queryKey: ["actions"],
    queryFn: async ({ signal }) => (await data(api.GET("/api/v1/actions", { signal }))).items,
    enabled: wanted && may("commands:read"),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

/** A name of this request: sent again after a lost answer it is not done again. */
export function newKey(): string {
  const octets = crypto.getRandomValues(new Uint8Array(16));
  return [...octets].map((octet) => octet.toString(16).padStart(2, "0")).join("");
}

/** Raises `ApiProblem`. What is taken is followed to its effect. */
export async function sendCommand(station: string, order: Order, key: string): Promise<Command> {
  const params = { path: { ocpp_id: station }, header: { "Idempotency-Key": key } };
  const command = await data(api.POST("/api/v1/stations/{ocpp_id}/commands", { params, body: order }));
  follow(command);
  return command;
}

/** Raises `ApiProblem`, also if it would mean another number of stations by now. */
export function sendJob({ size, ...chosen }: Many, order: Order, key: string): Promise<Job> {
  const params = { header: { "Idempotency-Key": key } };
  const body = { ...order, ...chosen, expected_count: size };
  return data(api.POST("/api/v1/jobs", { params, body }));
}
