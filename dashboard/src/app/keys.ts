import { useEffect, useRef } from "react";
import { navigate } from "@/lib/router";
import { PLACES, WALL, WALL_KEY } from "./navigation";

const TOGETHER_MS = 1_000;

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}

/** Ctrl/Cmd-K opens the palette; `g` and a letter goes to a page; `?` opens the palette with its list of keys. */
export function useKeys(onPalette: () => void): void {
  const act = useRef(onPalette);
  act.current = onPalette;
  useEffect(() => {
    let went = 0;
    const pressed = (event: KeyboardEvent) => {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
        event.preventDefault();
        act.current();
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (event.key === "?") act.current();
      else if (event.key === "g") went = event.timeStamp;
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
