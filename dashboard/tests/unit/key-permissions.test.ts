import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ACTIONS, asPermissions, edited, HIDDEN, SCOPES, words } from "@/features/api-keys/key-permissions";

const PYTHON = join(import.meta.dirname, "..", "..", "..", "src", "ocpp_gateway");
const DOCS = join(import.meta.dirname, "..", "..", "..", "docs", "reference", "permissions.md");

it("grants nothing of stations, tags and commands until somebody grants it", () => {
  const made = asPermissions(edited(null));
  expect(made.stations).toEqual({ all: false, ids: [], groups: [] });
  expect(made.id_tags).toEqual({ all: false, groups: [] });
  expect(made.commands).toEqual([]);
  expect(made.fields).toEqual({});
});

it("gives back what the gateway has said", () => {
  const permissions = {
    scopes: ["stations:read", "commands:write"],
    stations: { all: false, ids: ["CP-1"], groups: ["north, south"].flatMap(words) },
    commands: ["RemoteStartTransaction"],
    id_tags: { all: false, groups: ["fleet-7"] },
    fields: { transactions: ["id_tag"] },
    requests_per_minute: 60,
  };
  expect(asPermissions(edited(permissions))).toEqual(permissions);
  expect(asPermissions(edited({ ...permissions, commands: null })).commands).toBeNull();
});

it("knows every scope that keys can have, and every hidden member (docs/reference/permissions.md)", () => {
  const page = readFileSync(DOCS, "utf8");
  const scopes = [...page.matchAll(/^\| `([\w-]+:\w+)` \| .* \| yes \|$/gm)].map((found) => found[1] ?? "");
  expect([...SCOPES].sort()).toEqual(scopes.sort());
  for (const [resource, members] of Object.entries(HIDDEN)) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${resource}\` |`)) ?? "";
    const named = [...row.matchAll(/`(\w+)`/g)].map((found) => found[1]).slice(1);
    expect([...members].sort()).toEqual(named.sort());
  }
});

it("knows every action that the gateway sends", () => {
  const catalogue = readFileSync(join(PYTHON, "ocpp", "v16", "actions.py"), "utf8");
  for (const action of ACTIONS) expect(catalogue).toContain(action);
  expect(new Set(ACTIONS).size).toBe(26);
});
