import { describe, expect, test } from "vitest";
import { problemOf } from "@/features/scan/camera";
import { stationIn } from "@/features/scan/read-code";

describe("what a code on a station names", () => {
  test.each([
    ["CP-1", "CP-1"],
    ["  DE*ABC*E0001 \n", "DE*ABC*E0001"],
    ["wss://gateway.example.org/ocpp/CP-1", "CP-1"],
    ["ws://10.0.0.5:9000/ocpp/CP%201/", null],
    ["ws://10.0.0.5:9000/ocpp/a%2Fb", null],
    ["WSS://gateway.example.org/some/where/CP-7?x=1", "CP-7"],
    ["ws://gateway.example.org/ocpp", null],
    ["ws://gateway.example.org", null],
    ["https://gateway.example.org/stations/CP-1", "CP-1"],
    ["https://gateway.example.org/base/stations/D%C3%BC-1?tab=messages", "Dü-1"],
    ["http://gateway.example.org/ocpp/CP-1", "CP-1"],
    ["https://gateway.example.org/stations", null],
    ["https://pay.example.org/evse/DE*ABC*E1", null],
    ["mailto://x/stations/CP-1", null],
    ["wss://[", null],
    ["wss://h/ocpp/%E0%A4%A", null],
    ["two words", null],
    ["a/b", null],
    ["a\u0007b", null],
    ["", null],
    ["C".repeat(255), "C".repeat(255)],
    ["C".repeat(256), null],
  ])("%j is %j", (text, station) => {
    expect(stationIn(text)).toBe(station);
  });
});

test("each way a camera refuses has its own words", () => {
  const told = (name: string) => problemOf(new DOMException("", name));
  expect(told("NotAllowedError")).toBe("denied");
  expect(told("NotFoundError")).toBe("none");
  expect(told("NotReadableError")).toBe("busy");
  expect(told("InvalidStateError")).toBe("failed");
  expect(problemOf(new TypeError("x"))).toBe("failed");
});
