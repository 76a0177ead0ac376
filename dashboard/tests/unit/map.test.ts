import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { arcsOf, areaAround, canPart, countsOf, unite, worstOf } from "@/components/map/clusters";
import { countriesIn, homesOf } from "@/components/map/outline";
import { degrees, placeOf } from "@/features/station/place";
import { readMapSearch, readPlace, writePlace } from "@/lib/map-search";

const area = (west: number, south: number, east: number, north: number) => ({ west, south, east, north });

describe("a cluster", () => {
  it("is coloured by the worst of its states, and by Unknown if nothing is known", () => {
    expect(worstOf({ states: { Available: 90, Charging: 4, Faulted: 1 } })).toBe("Faulted");
    expect(worstOf({ states: { Available: 90, Charging: 4 } })).toBe("Charging");
    expect(worstOf({ states: {} })).toBe("Unknown");
  });

  it("shows each state as long as its share, and a fault however rare it is", () => {
    expect(arcsOf({ states: { Charging: 1, Available: 3 } })).toEqual([
      { state: "Charging", from: 0, length: 25 },
      { state: "Available", from: 25, length: 75 },
    ]);
    const [, fault] = arcsOf({ states: { Available: 999, Faulted: 1 } });
    expect(fault?.state).toBe("Faulted");
    expect(fault?.length).toBeGreaterThan(5);
    expect((fault?.from ?? 0) + (fault?.length ?? 0)).toBeCloseTo(100);
    expect(arcsOf({ states: {} })).toEqual([]);
  });

  it("is read out with what hurts most first", () => {
    expect(countsOf({ states: { Available: 3, Faulted: 1, Charging: 2 } })).toEqual([
      ["Faulted", 1],
      ["Charging", 2],
      ["Available", 3],
    ]);
  });

  it("parts if its stations lie apart at the nearest zoom, and never if they share a yard", () => {
    const yard = { area: area(13.4, 52.52, 13.4006, 52.5203), stations: 7 };
    expect(canPart(yard, 12)).toBe(false);
    expect(canPart(yard, 19)).toBe(true);
    expect(canPart({ area: area(13.3, 52.5, 13.5, 52.5), stations: 2 }, 12)).toBe(true);
    expect(canPart({ area: area(13.4, 52.4, 13.4, 52.6), stations: 2 }, 12)).toBe(true);
    expect(canPart({ area: area(13.4, 52.5, 13.4, 52.5), stations: 2 }, 19)).toBe(false);
    expect(canPart({ area: area(0, 0, 10, 10), stations: 1 }, 12)).toBe(false);
  });

  it("takes in a smaller one that its mark would lie on, and no other", () => {
    const cluster = (id: string, stations: number, latitude: number, longitude: number) => ({
      id,
      stations,
      latitude,
      longitude,
      offline: 1,
      station: stations === 1 ? id : null,
      states: { Available: stations },
      area: area(longitude, latitude, longitude, latitude),
    });
    const all = [
      cluster("small", 1, 52.4, 13.06),
      cluster("large", 5, 52.52, 13.4),
      cluster("far", 2, 48, 11),
    ];
    const [first, second, ...others] = unite(all, 5);
    expect(first).toMatchObject({ id: "large", stations: 6, offline: 2, station: null, latitude: 52.52 });
    expect(first?.states).toEqual({ Available: 6 });
    expect(first?.area).toEqual(area(13.06, 52.4, 13.4, 52.52));
    expect(second?.id).toBe("far");
    expect(others).toEqual([]);
    expect(unite(all, 9).map((one) => one.id)).toEqual(["large", "far", "small"]);
  });

  it("is one of many that are shown together", () => {
    expect(areaAround([])).toBeNull();
    const both = [{ area: area(1, 2, 3, 4) }, { area: area(-5, 3, 2, 9) }];
    expect(areaAround(both)).toEqual(area(-5, 2, 3, 9));
  });
});

describe("the outline of the world", () => {
  const atlas = join(import.meta.dirname, "..", "..", "node_modules", "world-atlas", "countries-50m.json");
  const countries = countriesIn(JSON.parse(readFileSync(atlas, "utf8")));
  const names = (points: [number, number][]) =>
    [
      ...homesOf(
        countries,
        points.map(([latitude, longitude]) => ({ latitude, longitude })),
      ),
    ]
      .map((country) => country.properties?.name)
      .sort();

  it("knows in which country a station stands", () => {
    expect(names([[52.52, 13.4]])).toEqual(["Germany"]);
    expect(
      names([
        [48.2, 16.37],
        [47.37, 8.54],
        [53.55, 9.99],
        [53.56, 10.0],
      ]),
    ).toEqual(["Austria", "Germany", "Switzerland"]);
  });

  it("knows that a hole in a country is another one, and the sea is none", () => {
    expect(names([[-29.6, 28.2]])).toEqual(["Lesotho"]);
    expect(names([[0, -30]])).toEqual([]);
    expect(names([])).toEqual([]);
  });
});

describe("the address of the map", () => {
  it("holds filters, the list and what is looked at, and nothing that is none of them", () => {
    const search = { status: "Faulted", group: "Berlin", list: "unplaced", at: "52.52,13.4,9" };
    expect(readMapSearch({ ...search, other: "x" })).toEqual(search);
    expect(readMapSearch({ status: "Broken", group: "", list: "all", at: "north" })).toEqual({});
  });

  it.each(["52.52,13.4", "91,0,3", "0,181,3", "0,0,20", "a,b,c", ",,", "1,2,3,4"])("refuses %s", (text) => {
    expect(readPlace(text)).toBeNull();
  });

  it("can be read as it is written", () => {
    const place = { latitude: -33.8688, longitude: 151, zoom: 6.5 };
    expect(writePlace(place)).toBe("-33.8688,151,6.5");
    expect(readPlace(writePlace(place))).toEqual(place);
  });
});

describe("the place of a station", () => {
  it("is two numbers within the globe, with a point or a comma", () => {
    expect(placeOf({ latitude: "52,52", longitude: " 13.4 ", address: " Gate 4 " })).toEqual({
      location: { latitude: 52.52, longitude: 13.4, address: "Gate 4" },
    });
    expect(degrees("90.1", 90)).toBeNull();
    expect(degrees("", 90)).toBeNull();
    expect(degrees("12a", 90)).toBeNull();
  });

  it("may be an address alone, or nothing at all", () => {
    expect(placeOf({ latitude: "", longitude: " ", address: "Gate 4" })).toEqual({
      location: { address: "Gate 4" },
    });
    expect(placeOf({ latitude: "", longitude: "", address: "" })).toEqual({ location: null });
  });

  it("names the field that is wrong", () => {
    expect(placeOf({ latitude: "52", longitude: "", address: "" })).toEqual({ wrong: ["longitude"] });
    expect(placeOf({ latitude: "x", longitude: "200", address: "" })).toEqual({
      wrong: ["latitude", "longitude"],
    });
  });
});
