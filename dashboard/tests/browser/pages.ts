/** Every page of the dashboard, from its own table of routes: a new page is looked at without a word here. */

import { readFileSync } from "node:fs";

/** What stands in an address for a part named `$name`. */
export type Parts = Record<string, string>;

const TABLE = new URL("../../src/app/routes.ts", import.meta.url);
const TABS = new URL("../../src/lib/search.ts", import.meta.url);

/** The addresses of all pages. Raises for a part that `parts` does not name. */
export function pageAddresses(parts: Parts): string[] {
  const patterns = [...readFileSync(TABLE, "utf-8").matchAll(/\broute\(\s*"([^"]+)"/g)].map(
    (found) => found[1] ?? "",
  );
  if (patterns.length < 3) throw new Error("the table of routes cannot be read any more");
  return patterns.flatMap((pattern) => {
    const address = pattern.replaceAll(/\$(\w+)/g, (_whole, name: string) => {
      const part = parts[name];
      if (part === undefined) throw new Error(`pages.ts: no example for $${name} of the page ${pattern}`);
      return encodeURIComponent(part);
    });
    return pattern === "/stations/$station" ? stationTabs().map((tab) => `${address}?tab=${tab}`) : [address];
  });
}

function stationTabs(): string[] {
  const list = /STATION_TABS = \[([^\]]+)\]/.exec(readFileSync(TABS, "utf-8"))?.[1] ?? "";
  const tabs = [...list.matchAll(/"(\w+)"/g)].map((found) => found[1] ?? "");
  if (tabs.length === 0) throw new Error("the tabs of a station cannot be read any more");
  return tabs;
}
