import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import {
  asPermissions,
  edited,
  HIDDEN,
  type KeyPermissions,
  words,
} from "@/features/api-keys/key-permissions";

const DOCS = join(import.meta.dirname, "..", "..", "..", "docs", "reference", "permissions.md");

it("grants nothing of stations, tags and commands until somebody grants it", () => {
  const made = asPermissions(edited(null));
  expect(made.stations).toEqual({ all: false, ids: [], groups: [] });
  expect(made.id_tags).toEqual({ all: false, groups: [] });
  expect(made.commands).toEqual([]);
  expect(made.fields).toEqual({});
});

it("gives back what the gateway has said", () => {
  const permissions: KeyPermissions = {
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

it("knows every hidden member (docs/reference/permissions.md)", () => {
  const page = readFileSync(DOCS, "utf8");
  for (const [resource, members] of Object.entries(HIDDEN)) {
    const row = page.split("\n").find((line) => line.startsWith(`| \`${resource}\` |`)) ?? "";
    const named = [...row.matchAll(/`(\w+)`/g)].map((found) => found[1]).slice(1);
    expect([...members].sort()).toEqual(named.sort());
  }
});
