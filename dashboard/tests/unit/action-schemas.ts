/** The actions as the gateway tells them: from its own source, so that a test never goes by an old copy. */

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Schema } from "@/lib/actions/schema";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const TELL = `
import json
from ocpp_gateway.translation.v16.commands import Words16
print(json.dumps({view.action: dict(view.payload_schema) for view in Words16().actions()}))
`;

export function actionSchemas(): Record<string, Schema> {
  const own = join(ROOT, ".venv", "bin", "python");
  const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");
  const told = execFileSync(python, ["-c", TELL], {
    env: { ...process.env, PYTHONPATH: join(ROOT, "src") },
    encoding: "utf8",
  });
  return JSON.parse(told) as Record<string, Schema>;
}

/** The least that fits: what is required, and nothing else. */
export function least(schema: Schema): unknown {
  if (schema.enum) return schema.enum[0];
  switch (schema.type) {
    case "object": {
      const needed = (schema.required ?? []).map((name) => [name, least(schema.properties?.[name] ?? {})]);
      return Object.fromEntries(needed);
    }
    case "array":
      return schema.items ? [least(schema.items)] : [];
    case "string":
      return schema.format === "date-time" ? "2026-11-23T08:00:00Z" : "x";
    case "number":
      return 0.3;
    case "boolean":
      return true;
    default:
      return 1;
  }
}

/** Everything that the schema knows, filled in. */
export function most(schema: Schema): unknown {
  if (schema.type === "object") {
    const all = Object.entries(schema.properties ?? {}).map(([name, part]) => [name, most(part)]);
    return Object.fromEntries(all);
  }
  if (schema.type === "array") return schema.items ? [most(schema.items), most(schema.items)] : [];
  return least(schema);
}
