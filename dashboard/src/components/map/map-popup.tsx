import { popup as leafletPopup, type PopupEvent } from "leaflet";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useMap } from "./map-view";

type Props = {
  label: string;
  latitude: number;
  longitude: number;
  onClose: () => void;
  children: ReactNode;
};

/** What stands at a place of the map: it takes the focus, Escape gives it back. */
export function MapPopup({ label, latitude, longitude, onClose, children }: Props) {
  const map = useMap();
  const [element] = useState(() => document.createElement("div"));
  const box = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    if (!map) return;
    const before = document.activeElement;
    const made = leafletPopup({
      className: "map-popup",
      closeButton: false,
      closeOnEscapeKey: false,
      minWidth: 260,
      maxWidth: 300,
      offset: [0, -14],
    });
    made.setLatLng([latitude, longitude]).setContent(element).openOn(map);
    box.current?.focus({ preventScroll: true });
    const resized = new ResizeObserver(() => made.update());
    resized.observe(element);
    const closed = ({ popup }: PopupEvent) => {
      if (popup === made) close.current();
    };
    map.on("popupclose", closed);
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Escape") close.current();
    };
    document.addEventListener("keydown", pressed);
    return () => {
      document.removeEventListener("keydown", pressed);
      resized.disconnect();
      map.off("popupclose", closed);
      const { activeElement } = document;
      const inside = element.contains(activeElement) || activeElement === document.body;
      made.remove();
      if (inside && before instanceof HTMLElement) (before.isConnected ? before : map.getContainer()).focus();
    };
  }, [map, element, latitude, longitude]);
  return createPortal(
    <div ref={box} role="dialog" aria-label={label} tabIndex={-1} className="!outline-none">
      {children}
    </div>,
    element,
  );
}
