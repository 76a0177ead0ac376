import type { ReactNode } from "react";
import type { Counted, Facets as FacetCounts } from "@/api/stations";
import { Checkbox } from "@/components/ui/checkbox";
import { StateIcon, stateName } from "@/components/ui/state";
import { count } from "@/lib/format";
import { type TextKey, t } from "@/lib/i18n";
import type { StationFilterName, StationSearch } from "@/lib/search";
import { isConnectorState } from "@/lib/states";

const SHOWN = 8;
type Name = Exclude<StationFilterName, "q">;
const ORDER: readonly [Name, TextKey][] = [
  ["online", "stations.facet.link"],
  ["group", "stations.facet.group"],
  ["vendor", "stations.facet.vendor"],
  ["model", "stations.facet.model"],
  ["status", "stations.facet.status"],
  ["registration", "stations.facet.registration"],
];

function nameOf(name: Name, value: string): ReactNode {
  if (name === "online") return t(value === "true" ? "stations.online" : "stations.offline");
  if (name === "registration") return t(`stations.registration.${value}` as TextKey);
  if (name === "status" && isConnectorState(value)) {
    return (
      <span className="inline-flex items-center gap-2">
        <span data-state={value} className="text-fg">
          <StateIcon state={value} size={15} />
        </span>
        {stateName(value)}
      </span>
    );
  }
  return value;
}

type Props = {
  facets: FacetCounts | undefined;
  search: StationSearch;
  onChange: (next: StationSearch) => void;
};

/** What there is to choose from, with counts that follow the other filters. */
export function Facets({ facets, search, onChange }: Props) {
  return (
    <div className="space-y-4">
      {ORDER.map(([name, title]) => (
        <Facet
          key={name}
          name={name}
          title={t(title)}
          values={facets?.[name] ?? []}
          search={search}
          onChange={onChange}
        />
      ))}
    </div>
  );
}

type FacetProps = Omit<Props, "facets"> & { name: Name; title: string; values: Counted[] };

function Facet({ name, title, values, search, onChange }: FacetProps) {
  const shown = values.filter((one) => one.value !== null && one.value !== "").slice(0, SHOWN);
  const chosen = search[name];
  if (shown.length === 0 || (shown.length === 1 && !chosen)) return null;
  return (
    <fieldset>
      <legend className="flex items-center h-7 text-xs font-[600] text-ink-2">{title}</legend>
      {shown.map((one) => {
        const value = String(one.value);
        const checked = chosen === value;
        const toggle = () => onChange({ ...search, [name]: checked ? undefined : value });
        return (
          <div
            key={value}
            className="flex items-center gap-2 h-7 max-sm:h-10 text-sm -mx-1.5 px-1.5 rounded-ctl rowx"
          >
            <Checkbox label={`${title}: ${value}`} checked={checked} onChange={toggle} />
            {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the checkbox beside it */}
            {/* biome-ignore lint/a11y/useKeyWithClickEvents: the checkbox takes the keys */}
            <span className="flex-1 min-w-0 flex items-center gap-2 cursor-pointer" onClick={toggle}>
              <span className="truncate">{nameOf(name, value)}</span>
              <span className="ml-auto text-xs text-ink-3">{count(one.count)}</span>
            </span>
          </div>
        );
      })}
    </fieldset>
  );
}
