import { useEffect, useRef } from "react";
import { isElsewhere, isKey } from "@/lib/keys";
import { navigate } from "@/lib/router";
import { PLACES, WALL, WALL_KEY } from "./navigation";

const TOGETHER_MS = 1_000;

type Opened = { onPalette: () => void; onKeys: () => void };

/** The keys that work on every page (`lib/keys`): the palette, the list of keys, `g` and the letter of a page. */
export function useKeys(opened: Opened): void {
  const latest = useRef(opened);
  latest.current = opened;
  useEffect(() => {
    let went = 0;
    const pressed = (event: KeyboardEvent) => {
      if (isKey(event, "all.palette")) {
        event.preventDefault();
        latest.current.onPalette();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isElsewhere(event)) return;
      if (isKey(event, "all.keys")) latest.current.onKeys();
      else if (isKey(event, "go")) went = event.timeStamp;
      else if (event.timeStamp - went < TOGETHER_MS) {
        went = 0;
        const place = PLACES.flatMap((group) => group.places).find((one) => one.key === event.key);
        if (place) navigate({ to: place.to });
        else if (event.key === WALL_KEY) navigate({ to: WALL });
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}
