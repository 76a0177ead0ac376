import { expect, it } from "vitest";
import { differences } from "@/components/audit/difference";

it("shows only what has changed, with the way to it", () => {
  const before = { name: "Old", location: { address: "Quay 1", latitude: 1 }, tags: ["a"], group: null };
  const after = { name: "New", location: { address: "Quay 2", latitude: 1 }, tags: ["a", "b"], group: null };
  expect(differences(before, after)).toEqual([
    { name: "name", before: "Old", after: "New" },
    { name: "location.address", before: "Quay 1", after: "Quay 2" },
    { name: "tags", before: '["a"]', after: '["a","b"]' },
  ]);
});

it("tells of a new thing what it has, and of one that is gone what it had", () => {
  expect(differences(null, { role: "viewer", note: null })).toEqual([
    { name: "role", before: null, after: "viewer" },
  ]);
  expect(differences({ disabled: false }, null)).toEqual([
    { name: "disabled", before: "false", after: null },
  ]);
});
