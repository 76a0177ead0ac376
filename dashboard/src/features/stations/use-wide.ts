import { useSyncExternalStore } from "react";

const query = matchMedia("(min-width: 640px)");

/** Whether there is room for a table; below it there are cards. */
export function useWide(): boolean {
  return useSyncExternalStore(
    (listener) => {
      query.addEventListener("change", listener);
      return () => query.removeEventListener("change", listener);
    },
    () => query.matches,
  );
}
