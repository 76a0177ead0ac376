/** The countries of the world: an outline that comes with the dashboard, so that the map works without any other server. */

import type { Feature, FeatureCollection, MultiPolygon, Polygon, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-50m.json?url";

export type Country = Feature<Polygon | MultiPolygon>;
export type Point = { latitude: number; longitude: number };

let loading: Promise<Country[]> | null = null;

/** Fetched once (a quarter of a megabyte) for all maps of this tab. */
export function loadCountries(): Promise<Country[]> {
  loading ??= fetch(atlas)
    .then(async (answer) => countriesIn((await answer.json()) as Topology))
    .catch((error: unknown) => {
      loading = null; // the next map tries again
      throw error;
    });
  return loading;
}

export function countriesIn(topology: Topology): Country[] {
  const collection = feature(topology, topology.objects.countries as GeometryCollection);
  return (collection as FeatureCollection<Polygon | MultiPolygon>).features;
}

/** The countries that hold at least one of the points. */
export function homesOf(countries: readonly Country[], points: readonly Point[]): Set<Country> {
  const homes = new Set<Country>();
  let left = [...points];
  for (const country of countries) {
    const outside = left.filter((point) => !holds(country, point));
    if (outside.length < left.length) homes.add(country);
    left = outside;
    if (left.length === 0) break;
  }
  return homes;
}

function holds({ geometry }: Country, point: Point): boolean {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  // The first ring is the border, the others are holes in it: crossing them all is even outside and inside of a hole.
  return polygons.some((rings) => rings.reduce((odd, ring) => odd !== crossed(ring, point), false));
}

/** Whether a ray from the point to the east crosses the ring an odd number of times. */
function crossed(ring: Position[], { latitude, longitude }: Point): boolean {
  let odd = false;
  for (let at = 0, before = ring.length - 1; at < ring.length; before = at, at += 1) {
    const [x = 0, y = 0] = ring[at] ?? [];
    const [px = 0, py = 0] = ring[before] ?? [];
    if (y > latitude !== py > latitude && longitude < ((px - x) * (latitude - y)) / (py - y) + x) odd = !odd;
  }
  return odd;
}
