import { describe, expect, it } from "vitest";
import { isSelected, NOTHING, sizeOf, targetOf, toggled } from "@/features/stations/selection";

describe("a selection of stations", () => {
  it("takes one in and leaves it out again", () => {
    const one = toggled(NOTHING, "CP-1");
    expect(isSelected(one, "CP-1")).toBe(true);
    expect(sizeOf(toggled(one, "CP-1"))).toBe(0);
  });

  it("names the stations that were chosen, and the filter for all that match", () => {
    const chosen = toggled(toggled(NOTHING, "CP-1"), "CP-2");
    expect(targetOf(chosen, { group: "site-a" })).toEqual({ stations: ["CP-1", "CP-2"] });
    const target = targetOf({ kind: "all", count: 12_431 }, { group: "site-a", online: "false" });
    expect(JSON.parse(JSON.stringify(target))).toEqual({ filter: { group: "site-a", online: false } });
  });

  it("begins anew with one when all were selected", () => {
    expect(sizeOf(toggled({ kind: "all", count: 12_431 }, "CP-1"))).toBe(1);
  });
});
