import { clsx } from "clsx";
import { divIcon, type LeafletKeyboardEvent, marker as leafletMarker, type Marker } from "leaflet";
import { memo, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import type { Cluster } from "@/api/map";
import { StateIcon, stateName } from "@/components/ui/state";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { arcsOf, countsOf, isLoud, worstOf } from "./clusters";
import { useMap } from "./map-view";

const SIZE = { many: 40, one: 32 } as const;
const ABOVE_OTHERS = 1000;
const RADIUS = 15.915; // a circumference of 100

type Props = { clusters: readonly Cluster[]; onOpen: (cluster: Cluster) => void };

/** All clusters as marks. One whose answer is the same is the same object, and is not painted again. */
export function ClusterMarks({ clusters, onOpen }: Props) {
  return clusters.map((cluster) => <ClusterMark key={cluster.id} cluster={cluster} onOpen={onOpen} />);
}

export function clusterLabel(cluster: Cluster): string {
  const states = countsOf(cluster)
    .map(([state, number]) => t("strip.part", { count: number, state: stateName(state) }))
    .join(", ");
  const name = cluster.station ?? t("stations.end", { count: cluster.stations });
  return states === "" ? name : `${name}: ${states}`;
}

const ClusterMark = memo(function ClusterMark({
  cluster,
  onOpen,
}: {
  cluster: Cluster;
  onOpen: Props["onOpen"];
}) {
  const map = useMap();
  const [element] = useState(() => document.createElement("div"));
  const made = useRef<Marker | null>(null);
  const latest = useRef({ cluster, onOpen });
  latest.current = { cluster, onOpen };
  const { latitude, longitude, stations } = cluster;
  const size = stations === 1 ? SIZE.one : SIZE.many;
  const label = clusterLabel(cluster);
  const loud = isLoud(worstOf(cluster));
  useEffect(() => {
    if (!map) return;
    const icon = divIcon({ html: element, className: "map-mark", iconSize: [size, size] });
    const { cluster: first } = latest.current;
    const marker = leafletMarker([first.latitude, first.longitude], { icon, riseOnHover: true });
    const open = () => latest.current.onOpen(latest.current.cluster);
    marker.on("click", open);
    marker.on("keydown", (event) => {
      const { originalEvent } = event as unknown as LeafletKeyboardEvent;
      if (originalEvent.key !== "Enter" && originalEvent.key !== " ") return;
      originalEvent.preventDefault();
      open();
    });
    marker.addTo(map);
    made.current = marker;
    return () => {
      marker.remove();
      made.current = null;
    };
  }, [map, element, size]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a mark of another size is another element
  useEffect(() => {
    const marker = made.current;
    if (!marker) return;
    marker.setLatLng([latitude, longitude]);
    marker.setZIndexOffset(loud ? ABOVE_OTHERS : 0);
    marker.getElement()?.setAttribute("aria-label", label);
  }, [map, size, latitude, longitude, label, loud]);
  return createPortal(<ClusterSign cluster={cluster} />, element);
});

/** A ring of the states, how many stations, and beside it the worst of them if it needs somebody. */
function ClusterSign({ cluster }: { cluster: Cluster }) {
  const worst = worstOf(cluster);
  const alone = cluster.stations === 1;
  const arcs = arcsOf(cluster);
  return (
    <span
      data-state={worst}
      aria-hidden="true"
      className={clsx(
        "relative grid place-items-center rounded-full bg-surface text-ink shadow-pop fades",
        alone ? "size-8" : "size-10",
      )}
    >
      <svg viewBox="0 0 36 36" className="absolute inset-0" aria-hidden="true">
        <g fill="none" strokeWidth="3.2" transform="rotate(-90 18 18)">
          {arcs.length === 0 && (
            <circle cx="18" cy="18" r={RADIUS} stroke="var(--line-3)" strokeDasharray="3 2" />
          )}
          {arcs.map(({ state, from, length }) => (
            <circle
              key={state}
              data-state={state}
              className="map-arc"
              cx="18"
              cy="18"
              r={RADIUS}
              strokeDasharray={`${length} ${100 - length}`}
              strokeDashoffset={-from}
            />
          ))}
        </g>
      </svg>
      {alone ? (
        <span className="relative text-fg">
          <StateIcon state={worst} size={14} />
        </span>
      ) : (
        <span className="relative text-xs font-[650]">{short(cluster.stations)}</span>
      )}
      {!alone && isLoud(worst) && (
        <span className="absolute -top-1 -right-1 grid place-items-center size-[18px] rounded-full bg-fill text-on ring-2 ring-surface">
          <StateIcon state={worst} size={11} />
        </span>
      )}
    </span>
  );
}

/** 12,431 does not fit into a ring of 40 pixels; 12k does. */
function short(number: number): string {
  return number < 1000 ? count(number) : t("map.thousands", { number: Math.floor(number / 1000) });
}
