/** Sites are the groups of stations, by name; those of none come last. */

export type Site = { group: string; stations: string[] };

export function sitesOf(stations: Iterable<{ ocpp_id: string; group: string | null }>): Site[] {
  const byGroup = new Map<string, string[]>();
  for (const { ocpp_id, group } of stations) {
    const list = byGroup.get(group ?? "");
    if (list) list.push(ocpp_id);
    else byGroup.set(group ?? "", [ocpp_id]);
  }
  return [...byGroup]
    .map(([group, ids]) => ({ group, stations: ids.sort() }))
    .sort((a, b) => Number(a.group === "") - Number(b.group === "") || a.group.localeCompare(b.group));
}
