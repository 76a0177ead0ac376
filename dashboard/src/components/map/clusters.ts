/** What a cluster shows: the worst of its states, a ring of their shares, and whether going nearer parts it. */

import type { Area, Cluster } from "@/api/map";
import { CONNECTOR_STATES, type ConnectorState, worstState } from "@/lib/states";

/** What hurts is seen, however few it is of. */
const LEAST_SHARE = 6;
const LOUD: ReadonlySet<ConnectorState> = new Set(["Faulted", "Unknown", "SuspendedEVSE"]);
const TILE = 256;
/** Marks that are nearer than this lie on one another. */
const APART = 48;
const OVERLAP = 38;

export type Arc = { state: ConnectorState; from: number; length: number };
type Counted = Pick<Cluster, "states">;

function present({ states }: Counted): ConnectorState[] {
  return CONNECTOR_STATES.filter((state) => (states[state] ?? 0) > 0);
}

export function worstOf(cluster: Counted): ConnectorState {
  return worstState(present(cluster));
}

/** Whether the worst of it stands beside the number: only what needs somebody does. */
export function isLoud(state: ConnectorState): boolean {
  return LOUD.has(state);
}

/** The ring, in percent of its circumference; it is always full. */
export function arcsOf(cluster: Counted): Arc[] {
  const shares = present(cluster).map((state) => ({ state, count: cluster.states[state] ?? 0 }));
  const total = shares.reduce((sum, one) => sum + one.count, 0);
  const wide = shares.map(({ state, count }) => {
    const share = (count / total) * 100;
    return { state, length: isLoud(state) ? Math.max(share, LEAST_SHARE) : share };
  });
  const drawn = wide.reduce((sum, one) => sum + one.length, 0);
  let from = 0;
  return wide.map(({ state, length }) => {
    const arc = { state, from, length: (length / drawn) * 100 };
    from += arc.length;
    return arc;
  });
}

/** States with their counts, what hurts most first. */
export function countsOf(cluster: Counted): [ConnectorState, number][] {
  const left = present(cluster);
  const sorted: [ConnectorState, number][] = [];
  while (left.length > 0) {
    const worst = worstState(left);
    left.splice(left.indexOf(worst), 1);
    sorted.push([worst, cluster.states[worst] ?? 0]);
  }
  return sorted;
}

/** Whether its stations lie apart at the nearest zoom. */
export function canPart({ area, stations }: Pick<Cluster, "area" | "stations">, nearest: number): boolean {
  if (stations < 2) return false;
  const pixels = (degrees: number) => (degrees / 360) * TILE * 2 ** nearest;
  // Away from the equator the map stretches latitudes by 1 / cos: at the middle of the area is near enough.
  const stretch = 1 / Math.max(0.1, Math.cos((((area.north + area.south) / 2) * Math.PI) / 180));
  return pixels(area.east - area.west) > APART || pixels(area.north - area.south) * stretch > APART;
}

/**
 * Marks that would lie on one another are one: two cells of the grid may have their stations at their common border. The
 * larger cluster takes the smaller one in.
 */
export function unite(clusters: readonly Cluster[], zoom: number): Cluster[] {
  const world = TILE * 2 ** zoom;
  const spots = [...clusters]
    .sort((a, b) => b.stations - a.stations)
    .map((cluster) => ({ cluster, ...pixelsOf(cluster, world) }));
  const kept: typeof spots = [];
  for (const one of spots) {
    const near = kept.find((other) => Math.hypot(other.x - one.x, other.y - one.y) < OVERLAP);
    if (near) near.cluster = joined(near.cluster, one.cluster);
    else kept.push(one);
  }
  return kept.map((one) => one.cluster);
}

function pixelsOf({ latitude, longitude }: Cluster, world: number): { x: number; y: number } {
  const y = Math.asinh(Math.tan((latitude * Math.PI) / 180)) / Math.PI;
  return { x: ((longitude + 180) / 360) * world, y: ((1 - y) / 2) * world };
}

/** The mark stays where the larger one was: it does not jump when a station comes or goes. */
function joined(large: Cluster, small: Cluster): Cluster {
  const states = { ...large.states };
  for (const [state, number] of Object.entries(small.states)) states[state] = (states[state] ?? 0) + number;
  return {
    ...large,
    states,
    stations: large.stations + small.stations,
    offline: large.offline + small.offline,
    station: null,
    area: areaAround([large, small]) ?? large.area,
  };
}

/** The smallest box around all clusters; null if there are none. */
export function areaAround(clusters: readonly Pick<Cluster, "area">[]): Area | null {
  const [first, ...others] = clusters.map((cluster) => cluster.area);
  if (!first) return null;
  return others.reduce(
    (all, one) => ({
      west: Math.min(all.west, one.west),
      south: Math.min(all.south, one.south),
      east: Math.max(all.east, one.east),
      north: Math.max(all.north, one.north),
    }),
    first,
  );
}
