/** Every key of the dashboard. The handlers and the list that `?` opens read this table, so that neither can drift. */

import { useEffect, useRef } from "react";

/** As `KeyboardEvent.key` says it; `Ctrl+` is Control, or Command on a Mac. */
export const KEYS = {
  "all.palette": "Ctrl+k",
  "all.keys": "?",
  go: "g",
  "list.next": "j",
  "list.previous": "k",
  "list.select": "x",
  "list.open": "Enter",
  "log.query": "/",
  "log.next": "j",
  "log.previous": "k",
  "log.pause": "p",
  "palette.next": "ArrowDown",
  "palette.previous": "ArrowUp",
  "palette.run": "Enter",
  "palette.fill": "Tab",
} as const;

export type KeyName = keyof typeof KEYS;
type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "altKey">;

export function isKey({ key, ctrlKey, metaKey, altKey }: Pressed, name: KeyName): boolean {
  const control = ctrlKey || metaKey;
  return !altKey && (control ? `Ctrl+${key.toLowerCase()}` : key) === KEYS[name];
}

/** Whether a letter is written and not meant as a key, or stands before a dialog that has keys of its own. */
export function isElsewhere({ target }: { target: EventTarget | null }): boolean {
  const typing =
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  return (
    (typing && (target as HTMLInputElement).type !== "checkbox") || !!document.querySelector("dialog[open]")
  );
}

/** What a page does with its keys; `false` from a handler leaves the key to the browser. */
export function useShortcuts(deeds: Partial<Record<KeyName, () => unknown>>): void {
  const latest = useRef(deeds);
  latest.current = deeds;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (isElsewhere(event)) return;
      for (const [name, act] of Object.entries(latest.current)) {
        if (!isKey(event, name as KeyName)) continue;
        if (act() !== false) event.preventDefault();
        return;
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
}
