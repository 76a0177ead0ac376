import { divIcon, marker as leafletMarker } from "leaflet";
import { MapPin } from "lucide-react";
import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import { useMap } from "./map-view";

const SIZE = 28;

/** One place, and nothing to do with it. */
export function Pin({ latitude, longitude }: { latitude: number; longitude: number }) {
  const map = useMap();
  const [element] = useState(() => document.createElement("div"));
  useEffect(() => {
    if (!map) return;
    const icon = divIcon({
      html: element,
      className: "map-mark",
      iconSize: [SIZE, SIZE],
      iconAnchor: [SIZE / 2, SIZE - 2],
    });
    const made = leafletMarker([latitude, longitude], { icon, interactive: false, keyboard: false });
    made.addTo(map);
    return () => {
      made.remove();
    };
  }, [map, element, latitude, longitude]);
  return createPortal(
    <MapPin size={SIZE} aria-hidden="true" className="text-ink fill-surface" strokeWidth={1.75} />,
    element,
  );
}
