import { useEffect } from "react";

/** Keeps the screen on while the wall is shown, where the browser can; it lets go whenever the tab is hidden. */
export function useAwake(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | null = null;
    let left = false;
    const hold = async () => {
      if (document.visibilityState !== "visible" || !navigator.wakeLock) return;
      try {
        const held = await navigator.wakeLock.request("screen");
        if (left) void held.release();
        else lock = held;
      } catch {
        lock = null; // refused, as with a low battery: the wall is shown all the same
      }
    };
    void hold();
    document.addEventListener("visibilitychange", hold);
    return () => {
      left = true;
      document.removeEventListener("visibilitychange", hold);
      void lock?.release();
    };
  }, []);
}
