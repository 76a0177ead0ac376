import { useSyncExternalStore } from "react";

function useMedia(query: MediaQueryList): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => query.matches,
  );
}

const wide = matchMedia("(min-width: 640px)");
const roomy = matchMedia("(min-width: 1024px)");

/** Whether there is room for a table; below it there are cards. */
export function useWide(): boolean {
  return useMedia(wide);
}

/** Whether there is room for details beside or over a list; below it they are a page of their own. */
export function useRoomy(): boolean {
  return useMedia(roomy);
}
