import { expect, it } from "vitest";
import { detailOf, differences } from "@/components/audit/difference";

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

it("says of a deed at one station what exactly it was about", () => {
  const command = {
    subject_kind: "command",
    subject: "0190-…",
    before: null,
    after: {
      action: "ChangeConfiguration",
      payload: { key: "HeartbeatInterval", value: "60" },
      force: false,
    },
  };
  expect(detailOf(command, "CP-1")).toBe("ChangeConfiguration: key HeartbeatInterval, value 60");
  const connector = { subject_kind: "connector", subject: "CP-1/2", before: null, after: null };
  expect(detailOf(connector, "CP-1")).toBe("CP-1/2");
  expect(detailOf({ ...connector, subject_kind: "station", subject: "CP-1" }, "CP-1")).toBe("");
});
