/** What of a payload does not fit its schema: the same that the gateway would say, before it is asked. */

import { isObject } from "./draft";
import { kindOf, type Schema } from "./schema";

export type FaultCode =
  | "missing"
  | "unknown"
  | "text"
  | "integer"
  | "number"
  | "boolean"
  | "choice"
  | "moment"
  | "list"
  | "object"
  | "long"
  | "short"
  | "few"
  | "many"
  | "step"
  | "low"
  | "high";

/** `path` as the gateway writes it: `a.0.b`. `limit` is the bound that is broken. */
export type Fault = { path: string; code: FaultCode; limit?: number };

const MOMENT = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/;
const NEARLY = 1e-9;

export function isMoment(value: string): boolean {
  return MOMENT.test(value) && !Number.isNaN(Date.parse(value.toUpperCase()));
}

export function pathOf(above: string, step: string | number): string {
  return above === "" ? String(step) : `${above}.${step}`;
}

export function faultsOf(schema: Schema, value: unknown, path = ""): Fault[] {
  switch (kindOf(schema)) {
    case "object":
      return isObject(value) ? objectFaults(schema, value, path) : [{ path, code: "object" }];
    case "list":
      return Array.isArray(value) ? listFaults(schema, value, path) : [{ path, code: "list" }];
    case "choice":
      return schema.enum?.includes(value as string) ? [] : [{ path, code: "choice" }];
    case "moment":
      return typeof value === "string" && isMoment(value) ? [] : [{ path, code: "moment" }];
    case "text":
      return typeof value === "string" ? textFaults(schema, value, path) : [{ path, code: "text" }];
    case "integer":
      return Number.isSafeInteger(value)
        ? numberFaults(schema, value as number, path)
        : [{ path, code: "integer" }];
    case "number":
      return Number.isFinite(value)
        ? numberFaults(schema, value as number, path)
        : [{ path, code: "number" }];
    case "boolean":
      return typeof value === "boolean" ? [] : [{ path, code: "boolean" }];
    default:
      return [];
  }
}

function objectFaults(schema: Schema, value: Record<string, unknown>, path: string): Fault[] {
  const faults: Fault[] = [];
  const known = schema.properties ?? {};
  for (const name of schema.required ?? []) {
    if (!(name in value)) faults.push({ path: pathOf(path, name), code: "missing" });
  }
  for (const [name, part] of Object.entries(value)) {
    const member = Object.hasOwn(known, name) ? known[name] : undefined;
    if (member) faults.push(...faultsOf(member, part, pathOf(path, name)));
    else if (schema.additionalProperties === false)
      faults.push({ path: pathOf(path, name), code: "unknown" });
  }
  return faults;
}

function listFaults(schema: Schema, value: unknown[], path: string): Fault[] {
  const { items = {}, minItems = 0, maxItems = Number.POSITIVE_INFINITY } = schema;
  const faults: Fault[] = [];
  if (value.length < minItems) faults.push({ path, code: "few", limit: minItems });
  if (value.length > maxItems) faults.push({ path, code: "many", limit: maxItems });
  return faults.concat(value.flatMap((part, index) => faultsOf(items, part, pathOf(path, index))));
}

function textFaults({ maxLength, minLength }: Schema, value: string, path: string): Fault[] {
  const length = [...value].length;
  if (maxLength !== undefined && length > maxLength) return [{ path, code: "long", limit: maxLength }];
  if (minLength !== undefined && length < minLength) return [{ path, code: "short", limit: minLength }];
  return [];
}

function numberFaults({ minimum, maximum, multipleOf }: Schema, value: number, path: string): Fault[] {
  if (minimum !== undefined && value < minimum) return [{ path, code: "low", limit: minimum }];
  if (maximum !== undefined && value > maximum) return [{ path, code: "high", limit: maximum }];
  if (multipleOf !== undefined) {
    const times = value / multipleOf;
    if (Math.abs(times - Math.round(times)) > NEARLY * Math.max(1, Math.abs(times)))
      return [{ path, code: "step", limit: multipleOf }];
  }
  return [];
}
