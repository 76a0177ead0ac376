/** What can be told to a station from its page; each becomes a command that is followed to its effect. */

import { api, data } from "./client";
import type { Command } from "./following";
import { give } from "./following";

export function startCharge(station: string, connector: number, tag: string): Promise<Command | null> {
  const path = { ocpp_id: station, number: connector };
  const asked = api.POST("/api/v1/stations/{ocpp_id}/connectors/{number}/start", {
    params: { path },
    body: { id_tag: tag, timeout_seconds: 30, when_offline: "fail" },
  });
  return give("RemoteStartTransaction", data(asked));
}

export function stopCharge(transaction: string): Promise<Command | null> {
  const asked = api.POST("/api/v1/transactions/{transaction}/stop", { params: { path: { transaction } } });
  return give("RemoteStopTransaction", data(asked));
}

export function unlock(station: string, connector: number): Promise<Command | null> {
  const path = { ocpp_id: station, number: connector };
  const asked = api.POST("/api/v1/stations/{ocpp_id}/connectors/{number}/unlock", { params: { path } });
  return give("UnlockConnector", data(asked));
}

export function reset(station: string, type: "Soft" | "Hard"): Promise<Command | null> {
  const asked = api.POST("/api/v1/stations/{ocpp_id}/reset", {
    params: { path: { ocpp_id: station } },
    body: { type, timeout_seconds: 30, when_offline: "fail" },
  });
  return give("Reset", data(asked));
}

export function setBlocked(station: string, connector: number, blocked: boolean): Promise<Command | null> {
  const params = { path: { ocpp_id: station, number: connector } };
  const asked = blocked
    ? api.POST("/api/v1/stations/{ocpp_id}/connectors/{number}/block", { params })
    : api.POST("/api/v1/stations/{ocpp_id}/connectors/{number}/unblock", { params });
  return give("ChangeAvailability", data(asked));
}
