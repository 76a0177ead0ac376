import { describe, expect, it } from "vitest";
import {
  canSend,
  changesOf,
  countOf,
  type Key,
  readFilter,
  shownKeys,
  wishStep,
  withDraft,
  wrongValue,
} from "@/features/station-configuration/keys";

type Wanted = NonNullable<Key["wanted"]>;

function entry(key: string, more: Partial<Key> = {}): Key {
  return {
    key,
    standard: null,
    secret: false,
    value: "300",
    readonly: false,
    known: true,
    reported_at: "2026-11-23T08:00:00Z",
    reported_by: null,
    wanted: null,
    drift: null,
    ...more,
  };
}

function wanted(value: string, more: Partial<Wanted> = {}): Wanted {
  return {
    value,
    at: "2026-11-23T08:00:00Z",
    by: "ada@example.com",
    command: "c1",
    sent_at: null,
    answer: null,
    error: null,
    state: "pending",
    ...more,
  };
}

const integer = { kind: "integer", unit: "s" } as const;

describe("where a wish stands", () => {
  it.each([
    [wanted("60"), null, "waits"],
    [wanted("60", { sent_at: "2026-11-23T08:00:01Z" }), null, "sent"],
    [wanted("60", { state: "accepted" }), null, "accepted"],
    [wanted("60", { state: "accepted" }), false, "in_force"],
    [wanted("60", { state: "accepted" }), true, "differs"],
    [wanted("60", { state: "reboot_required", answer: "RebootRequired" }), true, "reboot"],
    [wanted("60", { state: "refused", answer: "Rejected" }), true, "rejected"],
    [wanted("60", { state: "refused", answer: "NotSupported" }), true, "not_supported"],
    [wanted("60", { state: "failed" }), true, "failed"],
    [wanted("60", { state: "unknown" }), true, "no_answer"],
    [wanted("60", { state: "unknown" }), false, "in_force"],
    [null, null, null],
  ])("%o with drift %s is %s", (wish, drift, step) => {
    expect(wishStep(entry("HeartbeatInterval", { wanted: wish, drift }))).toBe(step);
  });
});

describe("which keys are shown", () => {
  const keys = [
    entry("HeartbeatInterval", { wanted: wanted("60", { state: "reboot_required" }), drift: true }),
    entry("NumberOfConnectors", { value: "2", readonly: true }),
    entry("Nobody", { value: null, known: false }),
    entry("ResetRetries", { value: "1", wanted: wanted("1", { state: "accepted" }), drift: false }),
  ];
  const names = (text: string, filter: string) =>
    shownKeys(keys, text, readFilter(filter)).map((one) => one.key);

  it("finds names and values, the case of no matter", () => {
    expect(names("heartBEAT", "")).toEqual(["HeartbeatInterval"]);
    expect(names("60", "")).toEqual(["HeartbeatInterval"]);
    expect(names("", "no such filter")).toHaveLength(4);
  });

  it.each([
    ["differs", ["HeartbeatInterval"]],
    ["wanted", ["HeartbeatInterval", "ResetRetries"]],
    ["open", ["HeartbeatInterval"]],
    ["reboot", ["HeartbeatInterval"]],
    ["readonly", ["NumberOfConnectors"]],
    ["unknown", ["Nobody"]],
  ])("the filter %s keeps %j and counts them", (filter, expected) => {
    expect(names("", filter)).toEqual(expected);
    const known = readFilter(filter);
    expect(known && countOf(keys, known)).toBe(expected.length);
  });
});

describe("collected changes", () => {
  const keys = [entry("HeartbeatInterval", { standard: integer }), entry("Own", { wanted: wanted("a") })];

  it("counts only what differs from what is wanted or reported", () => {
    let drafts = withDraft([], "HeartbeatInterval", "300");
    expect(changesOf(keys, drafts)).toEqual([]);
    drafts = withDraft(drafts, "heartbeatinterval", "60");
    drafts = withDraft(drafts, "Own", "a");
    drafts = withDraft(drafts, "Stranger", "");
    expect(changesOf(keys, drafts)).toEqual([
      { key: "HeartbeatInterval", value: "60" },
      { key: "Stranger", value: "" },
    ]);
    expect(withDraft(drafts, "HEARTBEATINTERVAL", null).map((one) => one.key)).toEqual(["Own", "Stranger"]);
    expect(withDraft(drafts, "Nobody", null)).toHaveLength(3);
  });

  it("cannot be sent while a value does not fit the kind of its key", () => {
    expect(canSend(keys, [{ key: "HeartbeatInterval", value: "soon" }])).toBe(false);
    expect(canSend(keys, [{ key: "HeartbeatInterval", value: "60" }])).toBe(true);
    expect(canSend(keys, [{ key: "Own", value: "soon" }])).toBe(true);
  });

  it.each([
    ["integer", "60", null],
    ["integer", "", "integer"],
    ["integer", "6.5", "integer"],
    ["boolean", "TRUE", null],
    ["boolean", "yes", "boolean"],
    [undefined, "anything", null],
    ["text", "x".repeat(501), "long"],
  ])("of the kind %s the value %s is %s", (kind, value, wrong) => {
    expect(wrongValue(kind, value)).toBe(wrong);
  });
});
