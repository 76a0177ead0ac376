import { describe, expect, it } from "vitest";
import { formOf, quirksOf } from "@/features/station-security/quirk-form";
import { higherProfiles, readFingerprints, rotationStep } from "@/features/station-security/rotation";

describe("a rotation", () => {
  it.each([
    [[], "none"],
    [[{ accepted: false }], "offered"],
    [[{ accepted: true }], "accepted"],
    [[{ accepted: true }, { accepted: false }], "several"],
  ])("with %j offered is %s", (offered, step) => {
    expect(rotationStep({ offered })).toBe(step);
  });

  it("raises a profile and never lowers it", () => {
    expect(higherProfiles(1)).toEqual([2, 3]);
    expect(higherProfiles(3)).toEqual([]);
  });
});

describe("fingerprints", () => {
  it("are read as people paste them", () => {
    expect(readFingerprints("AA:bb 0c\n\n11,22;33")).toEqual(["aabb0c", "11", "22", "33"]);
    expect(readFingerprints("  ")).toEqual([]);
  });
});

describe("the form of quirks", () => {
  it("leaves to the model what is not decided", () => {
    expect(quirksOf(formOf({}))).toEqual({});
    expect(quirksOf(formOf({ ping: null, accept_vendors: null }))).toEqual({});
  });

  it("keeps what is decided, also a no", () => {
    const decided = {
      ping: false,
      local_time_as_utc: true,
      time_zone: "+02:00",
      energy_unit: "kWh",
      accept_vendors: ["a", "b"],
    } as const;
    expect(quirksOf(formOf({ ...decided, accept_vendors: [...decided.accept_vendors] }))).toEqual(decided);
  });

  it("takes vendor ids with blanks around them and drops empty ones", () => {
    expect(quirksOf({ ...formOf({}), accept_vendors: " a , ,b," }).accept_vendors).toEqual(["a", "b"]);
  });
});
