/** What this browser remembers for whoever sits before it; where storage is switched off, until the page is closed. */

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is switched off: everything follows the defaults
  }
}

/** `null` forgets it. */
export function keep(name: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    return; // the choice holds until the page is closed
  }
}
