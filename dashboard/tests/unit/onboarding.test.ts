import { expect, it } from "vitest";
import { stationAddress } from "@/api/system";
import { cure, grouped, type Refusal } from "@/components/refusals/refusals";

function refusal(more: Partial<Refusal>): Refusal {
  return {
    id: String(Math.random()),
    at: "2026-11-23T08:00:00Z",
    remote_address: "192.0.2.7",
    station: "CP-1",
    status: 401,
    reason: "wrong_password",
    detail: null,
    times: 1,
    ...more,
  };
}

it("shows equal refusals as one, with all tries, when last and since when", () => {
  const groups = grouped([
    refusal({ times: 3, at: "2026-11-23T08:00:09Z" }),
    refusal({ reason: "bad_path", station: null }),
    refusal({ times: 2, at: "2026-11-23T08:00:01Z" }),
  ]);
  expect(groups.map((one) => [one.reason, one.times, one.at, one.first])).toEqual([
    ["wrong_password", 5, "2026-11-23T08:00:09Z", "2026-11-23T08:00:01Z"],
    ["bad_path", 1, "2026-11-23T08:00:00Z", "2026-11-23T08:00:00Z"],
  ]);
});

it("does not count the same refusals twice when they are grouped again", () => {
  const items = [refusal({ times: 1 }), refusal({ times: 1 })];
  grouped(items);
  expect(grouped(items)[0]?.times).toBe(2);
});

it("names a cure for every reason, also for one that it does not know", () => {
  expect(cure("bad_path")).toBe("refusal.mend.path");
  expect(cure("something_new")).toBe("refusal.mend.later");
});

it("tells the configured address as it is, and the listener's under the name by which people come", () => {
  const http = { http_url: "http://localhost:8000", http_url_configured: false };
  const guessed = { station_url: "ws://localhost:9000/ocpp", station_url_configured: false, ...http };
  expect(stationAddress(guessed, "10.0.0.5")).toBe("ws://10.0.0.5:9000/ocpp");
  const configured = { station_url: "wss://ocpp.example/ocpp", station_url_configured: true, ...http };
  expect(stationAddress(configured, "10.0.0.5")).toBe("wss://ocpp.example/ocpp");
});
