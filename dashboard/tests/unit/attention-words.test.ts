import { expect, it } from "vitest";
import type { Attention } from "@/api/overview";
import { attentionWords } from "@/components/fleet/attention-words";

function item(changes: Partial<Attention>): Attention {
  const none = { connector: null, group: null, since: null, detail: null, count: 1 };
  return { kind: "station_offline", station: "CP-1", ...none, ...changes };
}

it("tells a station that was lost from one that never came", () => {
  expect(attentionWords(item({ since: "2026-11-23T10:00:00Z" })).title).toBe("CP-1 is offline");
  expect(attentionWords(item({})).title).toBe("CP-1 has never connected");
});

it("does not call a block that was refused a departure from the protocol", () => {
  const refused = attentionWords(item({ kind: "block_rejected", connector: 2, detail: "jana@example.org" }));
  expect(refused).toMatchObject({ title: "CP-1 · 2 refuses the block", text: "Wanted by jana@example.org." });
});

it("says what a station bends without the number of the rule", () => {
  const bent = item({ kind: "rules_departed", detail: "Q18-boot-repeated", count: 2 });
  expect(attentionWords(bent)).toMatchObject({
    title: "CP-1 departed from the protocol 2 times",
    text: "boot repeated",
  });
});
