import { beforeAll, describe, expect, it } from "vitest";
import type { Action } from "@/api/actions";
import {
  consequence,
  deedName,
  isCalled,
  isDestructive,
  keeping,
  reasonAgainst,
  reasonInPayload,
} from "@/components/commands/deeds";
import { quickDeeds } from "@/components/commands/quick-deeds";
import { withTexts } from "@/lib/i18n";
import { KEYS } from "@/lib/keys";
import { actions as texts } from "@/lib/locales/en/actions";
import { actionSchemas } from "./action-schemas.ts";

const SCHEMAS = actionSchemas();
const DESTRUCTIVE = [
  "Reset",
  "ChangeAvailability",
  "RemoteStopTransaction",
  "UnlockConnector",
  "SendLocalList",
];
const NOW = ["Reset", "RemoteStartTransaction", "RemoteStopTransaction", "UnlockConnector"];

function action(name: string, more: Partial<Action> = {}): Action {
  return {
    action: name,
    ocpp_version: "1.6",
    profile: "Core",
    description: "What the gateway says.",
    permission: "commands:write",
    roles: ["admin", "operator"],
    permitted: true,
    destructive: DESTRUCTIVE.includes(name),
    needs_online: NOW.includes(name),
    bulk: true,
    while_pending: name !== "RemoteStartTransaction",
    effect: null,
    payload_schema: SCHEMAS[name] as Action["payload_schema"],
    ...more,
  };
}

const station = { ocpp_id: "CP-1", online: true, registration: "accepted", ocpp_version: "1.6" };
const free = { number: 1, blocked: false, charging: false };

beforeAll(() => withTexts(() => Promise.resolve()));

describe("what forbids a command", () => {
  it("is nothing at a station that is there", () => {
    for (const name of Object.keys(SCHEMAS)) expect(reasonAgainst(action(name), station)).toBeNull();
  });

  it.each([
    ["send.not.permitted", action("ClearCache", { permitted: false }), station],
    ["send.not.online", action("Reset"), { ...station, online: false }],
    ["send.not.accepted", action("RemoteStartTransaction"), { ...station, registration: "pending" }],
    ["send.not.version", action("ClearCache"), { ...station, ocpp_version: "2.0.1" }],
  ])("%s is said", (text, wanted, at) => {
    expect(reasonAgainst(wanted, at)?.text).toBe(text);
  });

  it("lets what can wait be sent to a station that is away, and to many", () => {
    expect(reasonAgainst(action("ChangeConfiguration"), { ...station, online: false })).toBeNull();
    expect(reasonAgainst(action("Reset"), null)).toBeNull();
  });

  it("looks at the connector that the payload names", () => {
    const blocked = { ...free, blocked: true };
    const charging = { ...free, charging: true };
    const start = "RemoteStartTransaction";
    expect(reasonInPayload(start, { connectorId: 1 }, [free])).toBeNull();
    expect(reasonInPayload(start, { connectorId: 1 }, [blocked])?.text).toBe("send.not.blocked");
    expect(reasonInPayload(start, { connectorId: 1 }, [charging])?.text).toBe("send.not.charging");
    expect(reasonInPayload(start, {}, [blocked])?.text).toBe("send.not.any");
    expect(reasonInPayload(start, {}, [blocked, { ...free, number: 2 }])).toBeNull();
    expect(reasonInPayload("UnlockConnector", { connectorId: 1 }, [charging])?.text).toBe(
      "send.not.charging",
    );
    expect(reasonInPayload("ChangeAvailability", { connectorId: 1 }, [charging])).toBeNull();
  });
});

describe("a command in words", () => {
  it("has a name and a sentence for every action that the gateway sends", () => {
    for (const name of Object.keys(SCHEMAS)) {
      expect(texts).toHaveProperty([`action.${name}`]);
      expect(texts).toHaveProperty([`about.${name}`]);
    }
  });

  it("is called by what it does", () => {
    expect(deedName("Reset", { type: "Hard" })).toBe("Hard reset");
    expect(deedName("Reset", {})).toBe("Reset");
    expect(deedName("Unheard", {})).toBe("Unheard");
    for (const text of ["remote start", "RemoteStart", "charge start", "core start"])
      expect(isCalled(action("RemoteStartTransaction"), "", text), text).toBe(true);
    expect(isCalled(action("RemoteStartTransaction"), "", "remote stop")).toBe(false);
  });

  it("asks twice only where it hurts", () => {
    expect(isDestructive(action("ChangeAvailability"), { type: "Inoperative" })).toBe(true);
    expect(isDestructive(action("ChangeAvailability"), { type: "Operative" })).toBe(false);
    expect(isDestructive(action("SendLocalList"), { updateType: "Differential" })).toBe(false);
    expect(isDestructive(action("SendLocalList"), { updateType: "Full" })).toBe(true);
    expect(isDestructive(action("ClearCache"), {})).toBe(false);
  });

  it("says what it costs, and what the safe button keeps", () => {
    expect(consequence(action("Reset"), 2).first).toBe("2 charges end at once.");
    expect(consequence(action("Reset"), 0).first).toBeNull();
    expect(consequence(action("Reset"), null).first).toBe("Charges that run there end at once.");
    expect(keeping(action("Reset"), {})).toBe("Keep running");
    expect(keeping(action("ClearCache"), {})).toBe("Send nothing");
    for (const key of Object.keys(texts).filter((one) => one.startsWith("consequence."))) {
      expect(texts).toHaveProperty([key.replace("consequence", "keep")]);
    }
  });
});

describe("what the palette runs", () => {
  const all = Object.keys(SCHEMAS).map((name) => action(name));
  const names = (text: string, connectors = [free]) =>
    quickDeeds(all, station, connectors, text).map((deed) => deed.name);

  it("has the forms of an action by name, the usual ones first", () => {
    expect(names("reset")).toEqual(["Soft reset", "Hard reset"]);
    expect(names("").slice(0, 3)).toEqual(["Soft reset", "Hard reset", "Start charge at connector 1"]);
    expect(names("unlock", [free, { ...free, number: 2 }])).toEqual([
      "Unlock connector 1",
      "Unlock connector 2",
    ]);
    expect(names("unlock", [])).toEqual(["Unlock connector"]);
  });

  it("asks at once where the payload is whole, and fills in where it is not", () => {
    const [soft] = quickDeeds(all, station, [free], "soft reset");
    const [start] = quickDeeds(all, station, [free], "start charge");
    expect([soft?.sure, soft?.payload]).toEqual([true, { type: "Soft" }]);
    expect([start?.sure, start?.payload]).toEqual([false, { connectorId: 1 }]);
  });

  it("says why something cannot be run", () => {
    const [unlock] = quickDeeds(all, station, [{ ...free, charging: true }], "unlock");
    expect(unlock?.reason?.text).toBe("send.not.charging");
  });
});

it("every key has its words, and every word its key", () => {
  const named = Object.keys(KEYS).filter((name) => name.includes("."));
  const worded = Object.keys(texts)
    .filter((key) => key.startsWith("shortcut.") && key.split(".").length === 3)
    .map((key) => key.replace("shortcut.", ""));
  expect(worded.sort()).toEqual(named.sort());
});
