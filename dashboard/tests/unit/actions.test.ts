import { describe, expect, it } from "vitest";
import {
  frameText,
  isObject,
  localOf,
  readJson,
  readNumber,
  skeleton,
  utcOf,
  withMember,
} from "@/lib/actions/draft";
import { type Fault, faultsOf } from "@/lib/actions/faults";
import { kindOf, membersOf, type Schema } from "@/lib/actions/schema";
import { actionSchemas, least, most } from "./action-schemas.ts";

const SCHEMAS = actionSchemas();
const EVERY = Object.entries(SCHEMAS);

type Found = { schema: Schema; value: unknown; path: string };

/** Every part of a value with its schema. */
function parts(schema: Schema, value: unknown, path = ""): Found[] {
  const below = (step: string | number) => (path === "" ? String(step) : `${path}.${step}`);
  const inside = isObject(value)
    ? Object.entries(value).flatMap(([name, part]) => {
        const member = schema.properties?.[name];
        return member ? parts(member, part, below(name)) : [];
      })
    : Array.isArray(value) && schema.items
      ? value.flatMap((part, index) => parts(schema.items ?? {}, part, below(index)))
      : [];
  return [{ schema, value, path }, ...inside];
}

/** The same value with another part at a path; `undefined` takes it out. */
function replaced(value: unknown, path: string[], next: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return next;
  if (Array.isArray(value))
    return value.map((part, index) => (String(index) === step ? replaced(part, rest, next) : part));
  const { [step]: part, ...others } = value as Record<string, unknown>;
  const made = replaced(part, rest, next);
  return made === undefined ? others : { ...others, [step]: made };
}

const told = (faults: Fault[]) => faults.map(({ path, code }) => `${path}: ${code}`);

describe("the schema of every action", () => {
  it("is there for all 26", () => {
    expect(EVERY.length).toBe(26);
  });

  it.each(EVERY)("%s gives a form of known fields only", (_, schema) => {
    for (const found of parts(schema, most(schema))) expect(kindOf(found.schema)).not.toBe("json");
    expect(kindOf(schema)).toBe("object");
    const names = membersOf(schema).map((member) => member.name);
    expect([...names].sort()).toEqual(Object.keys(schema.properties ?? {}).sort());
    const needed = membersOf(schema).filter((member) => member.required);
    expect(needed.map((member) => member.name).sort()).toEqual([...(schema.required ?? [])].sort());
  });

  it.each(EVERY)("%s takes what is required, and all that there is", (_, schema) => {
    expect(told(faultsOf(schema, least(schema)))).toEqual([]);
    expect(told(faultsOf(schema, most(schema)))).toEqual([]);
  });

  it.each(EVERY)(
    "%s begins with nothing wrong but what is missing, and is filled in by members",
    (_, schema) => {
      let value = skeleton(schema);
      for (const fault of faultsOf(schema, value)) expect(fault.code).toBe("missing");
      const whole = least(schema) as Record<string, unknown>;
      for (const [name, part] of Object.entries(whole).reverse())
        value = withMember(schema, value, name, part);
      expect(told(faultsOf(schema, value))).toEqual([]);
      // Whatever the order of the hands, the members go out in the order of the schema.
      const order = Object.keys(schema.properties ?? {}).filter((name) => name in whole);
      expect(Object.keys(value as object)).toEqual(order);
    },
  );

  it.each(EVERY)("%s refuses each member that is missing, bent or unknown, at its place", (_, schema) => {
    const whole = most(schema);
    for (const { schema: part, value, path } of parts(schema, whole)) {
      const steps = path === "" ? [] : path.split(".");
      for (const name of isObject(value) ? (part.required ?? []) : []) {
        const without = replaced(whole, [...steps, name], undefined);
        expect(told(faultsOf(schema, without))).toEqual([`${[...steps, name].join(".")}: missing`]);
      }
      if (isObject(value)) {
        const more = replaced(whole, [...steps, "nobodyKnows"], 1);
        expect(told(faultsOf(schema, more))).toEqual([`${[...steps, "nobodyKnows"].join(".")}: unknown`]);
      }
      const bent = faultsOf(schema, replaced(whole, steps, kindOf(part) === "boolean" ? "x" : true));
      expect(bent.map((fault) => fault.path)).toEqual([path]);
      if (part.maxLength !== undefined) {
        const long = faultsOf(schema, replaced(whole, steps, "ü".repeat(part.maxLength + 1)));
        expect(long).toEqual([{ path, code: "long", limit: part.maxLength }]);
        expect(faultsOf(schema, replaced(whole, steps, "🙂".repeat(part.maxLength)))).toEqual([]);
      }
    }
  });

  it.each(EVERY)("%s is the same as a form and as JSON", (action, schema) => {
    const value = most(schema) as Record<string, unknown>;
    expect(readJson(JSON.stringify(value, null, 2))).toEqual({ payload: value });
    expect(JSON.parse(frameText(action, value, "id"))).toEqual([2, "id", action, value]);
  });
});

describe("numbers", () => {
  it.each([
    ["", undefined],
    [" 16 ", 16],
    ["16.", 16],
    ["16,5", 16.5],
    ["-3", -3],
    ["1e3", 1000],
    ["0x10", "0x10"],
    ["many", "many"],
    ["Infinity", "Infinity"],
    ["1,000,000", "1,000,000"],
  ])("%j is read as %j", (text, value) => {
    expect(readNumber(text)).toBe(value);
  });

  it("holds steps of a tenth although binary numbers cannot", () => {
    const tenth: Schema = { type: "number", multipleOf: 0.1 };
    for (let tenths = -5_000; tenths < 5_000; tenths += 1)
      expect(faultsOf(tenth, Number((tenths / 10).toFixed(1)))).toEqual([]);
    for (const value of [0.05, 16.01, 1234.56]) expect(faultsOf(tenth, value)).toHaveLength(1);
  });

  it("takes no number that loses digits on its way", () => {
    expect(faultsOf({ type: "integer" }, 2 ** 53)).toHaveLength(1);
    expect(faultsOf({ type: "integer" }, 1.5)).toHaveLength(1);
    expect(faultsOf({ type: "integer" }, "1")).toHaveLength(1);
  });
});

describe("moments", () => {
  it("are filled in by the clock on the wall and sent in UTC", () => {
    const moment = "2026-07-01T12:00:00Z";
    expect(utcOf(localOf(moment))).toBe(moment);
    expect(utcOf("2026-07-01T12:00")).toMatch(/^2026-0[67]-\d\dT\d\d:\d\d:00Z$/);
    expect(new Date(utcOf("2026-07-01T12:00:30") ?? "").getHours()).toBe(12);
    expect(localOf("tomorrow")).toBe("");
    expect(utcOf("")).toBeUndefined();
  });

  it("are RFC 3339 or nothing", () => {
    const moment: Schema = { type: "string", format: "date-time" };
    for (const good of ["2026-11-23T08:00:00Z", "2026-11-23t08:00:00.123+01:00"])
      expect(faultsOf(moment, good)).toEqual([]);
    for (const bad of ["2026-11-23", "2026-11-23T08:00:00", "2026-13-23T08:00:00Z", "now", 5])
      expect(faultsOf(moment, bad)).toHaveLength(1);
  });
});

describe("a draft", () => {
  it("leaves out what is emptied, and keeps the order that a hand has given", () => {
    const schema = SCHEMAS.ChangeAvailability ?? {};
    const typed = withMember(schema, { type: "Operative", more: 1 }, "connectorId", 2);
    expect(Object.keys(typed)).toEqual(["connectorId", "type", "more"]);
    expect(Object.keys(withMember(schema, { type: "Operative", connectorId: 1 }, "connectorId", 2))).toEqual([
      "type",
      "connectorId",
    ]);
    expect(withMember(schema, typed, "type", undefined)).toEqual({ connectorId: 2, more: 1 });
  });

  it("cannot be read from what is no object", () => {
    expect(readJson("{")).toMatchObject({ wrong: "syntax" });
    for (const text of ["[]", "1", "null", '"x"']) expect(readJson(text)).toMatchObject({ wrong: "object" });
  });
});
