import "leaflet/dist/leaflet.css";
import "./map.css";
import { useQuery } from "@tanstack/react-query";
import {
  type GeoJSON,
  geoJSON,
  type Map as LeafletMap,
  latLngBounds,
  control as leafletControl,
  map as leafletMap,
  type Path,
  tileLayer,
} from "leaflet";
import { createContext, type ReactNode, use, useEffect, useRef, useState } from "react";
import { type Area, useTiles } from "@/api/map";
import { t } from "@/lib/i18n";
import type { MapPlace } from "@/lib/map-search";
import { type Country, homesOf, loadCountries, type Point } from "./outline";

/** The outline says nothing more when one is nearer; tiles do. */
export const NEAREST_OUTLINE = 12;
export const NEAREST_TILES = 19;
const OUTLINE_PANE = "outline";
const WORLD_EDGE = latLngBounds([-85.06, -180], [85.06, 180]);

const MapContext = createContext<LeafletMap | null>(null);

/** The map that a mark or a popup stands in; null until it is made. */
export function useMap(): LeafletMap | null {
  return use(MapContext);
}

export type Looked = { area: Area; place: MapPlace };

type Props = {
  label: string;
  start?: MapPlace | null;
  /** A picture with marks: it cannot be moved, and the wheel scrolls the page. */
  still?: boolean;
  className?: string;
  /** Their countries stand out from their neighbours. */
  homes?: readonly Point[];
  onReady?: (map: LeafletMap) => void;
  onLook?: (looked: Looked) => void;
  children?: ReactNode;
};

/** A map of the world that needs nobody else: outlines of the countries, and tiles over them if the settings name some. */
export function MapView({ label, start, still, className, homes, onReady, onLook, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<LeafletMap | null>(null);
  const latest = useRef({ onReady, onLook, start });
  latest.current = { onReady, onLook, start };
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const made = makeMap(element, still === true, latest.current.start ?? null);
    made.on("moveend", () => latest.current.onLook?.(lookedAt(made)));
    const resized = new ResizeObserver(() => made.invalidateSize({ animate: false }));
    resized.observe(element);
    setMap(made);
    latest.current.onReady?.(made);
    latest.current.onLook?.(lookedAt(made));
    return () => {
      resized.disconnect();
      setMap(null);
      made.remove();
    };
  }, [still]);
  return (
    <div className={className}>
      <section ref={place} aria-label={label} className="absolute inset-0 z-0 scroll-mt-[60px]" />
      <MapContext value={map}>
        {map && <Ground map={map} homes={homes ?? []} />}
        {map && children}
      </MapContext>
    </div>
  );
}

function makeMap(element: HTMLElement, still: boolean, start: MapPlace | null): LeafletMap {
  const moves = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  const made = leafletMap(element, {
    attributionControl: false,
    zoomControl: false,
    zoomSnap: 0.5,
    minZoom: 1,
    maxZoom: NEAREST_OUTLINE,
    maxBounds: WORLD_EDGE,
    maxBoundsViscosity: 1,
    zoomAnimation: moves,
    fadeAnimation: moves,
    markerZoomAnimation: moves,
    inertia: moves,
    keyboard: !still,
    dragging: !still,
    scrollWheelZoom: !still,
    doubleClickZoom: !still,
    touchZoom: !still,
    boxZoom: !still,
  });
  made.createPane(OUTLINE_PANE).style.zIndex = "150"; // below the tiles
  if (!still)
    leafletControl.zoom({ zoomInTitle: t("map.nearer"), zoomOutTitle: t("map.farther") }).addTo(made);
  if (start) made.setView([start.latitude, start.longitude], start.zoom, { animate: false });
  else made.setView([30, 10], 2, { animate: false });
  return made;
}

function lookedAt(map: LeafletMap): Looked {
  const bounds = map.getBounds();
  const centre = map.getCenter();
  const clamp = (degrees: number, most: number) => Math.min(most, Math.max(-most, degrees));
  const area = {
    west: clamp(bounds.getWest(), 180),
    south: clamp(bounds.getSouth(), 90),
    east: clamp(bounds.getEast(), 180),
    north: clamp(bounds.getNorth(), 90),
  };
  return { area, place: { latitude: centre.lat, longitude: clamp(centre.lng, 180), zoom: map.getZoom() } };
}

/** What lies under the marks. */
function Ground({ map, homes }: { map: LeafletMap; homes: readonly Point[] }) {
  const { data: countries } = useQuery({
    queryKey: ["countries"],
    queryFn: loadCountries,
    staleTime: Number.POSITIVE_INFINITY,
    structuralSharing: false,
  });
  const { data: tiles } = useTiles();
  const [outline, setOutline] = useState<GeoJSON | null>(null);
  useEffect(() => {
    if (!countries) return;
    const made = geoJSON(countries, {
      pane: OUTLINE_PANE,
      interactive: false,
      style: { className: "map-country" },
    });
    made.addTo(map);
    setOutline(made);
    return () => {
      made.remove();
      setOutline(null);
    };
  }, [map, countries]);
  useEffect(() => {
    if (!outline || !countries) return;
    const wanted = homesOf(countries, homes);
    for (const layer of outline.getLayers()) {
      const path = layer as Path & { feature?: Country };
      path.getElement()?.classList.toggle("map-home", path.feature ? wanted.has(path.feature) : false);
    }
  }, [outline, countries, homes]);
  useEffect(() => {
    if (!tiles?.url) return;
    const layer = tileLayer(tiles.url, { maxZoom: NEAREST_TILES, noWrap: true, bounds: WORLD_EDGE });
    layer.addTo(map);
    map.setMaxZoom(NEAREST_TILES);
    return () => {
      layer.remove();
    };
  }, [map, tiles?.url]);
  if (!tiles?.url) return null;
  return (
    <p className="absolute right-0 bottom-0 z-[1] px-2 py-0.5 text-2xs text-ink-2 bg-surface">
      <Attribution text={tiles.attribution} />
    </p>
  );
}

/** Whose map it is; an address in it is a link. */
function Attribution({ text }: { text: string }) {
  return text.split(/(https?:\/\/\S+)/).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <a key={index} href={part} target="_blank" rel="noreferrer" className="underline">
        {part.replace(/^https?:\/\//, "")}
      </a>
    ),
  );
}
