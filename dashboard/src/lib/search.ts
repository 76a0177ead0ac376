/** What stands in the address of a page: every filter is a link that can be sent to somebody. */

export const STATION_FILTERS = ["q", "group", "vendor", "model", "online", "status", "registration"] as const;
export type StationFilterName = (typeof STATION_FILTERS)[number];
export type StationSort = "-created_at" | "-ocpp_id";
/** The table stands in no address: it is what one gets. */
export type StationView = "tiles";
export type StationSearch = Partial<Record<StationFilterName, string>> & {
  sort?: StationSort;
  view?: StationView;
};

export function readStationSearch(search: Record<string, unknown>): StationSearch {
  const read: StationSearch = {};
  for (const name of STATION_FILTERS) {
    const value = search[name];
    if (typeof value === "string" && value !== "") read[name] = value;
  }
  if (search.view === "tiles") read.view = "tiles";
  if (search.sort === "-created_at" || search.sort === "-ocpp_id") read.sort = search.sort;
  return read;
}

export const STATION_TABS = [
  "live",
  "transactions",
  "messages",
  "configuration",
  "commands",
  "deviations",
  "security",
  "audit",
] as const;
export type StationTab = (typeof STATION_TABS)[number];

export function readStationTab(search: Record<string, unknown>): { tab?: StationTab } {
  const tab = STATION_TABS.find((one) => one === search.tab);
  return tab && tab !== "live" ? { tab } : {};
}
