import { useQuery } from "@tanstack/react-query";
import { Maximize } from "lucide-react";
import { getFacets } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { stateName } from "@/components/ui/state";
import { t } from "@/lib/i18n";
import type { MapSearch } from "@/lib/map-search";
import { CONNECTOR_STATES } from "@/lib/states";

type Props = { search: MapSearch; onChange: (next: MapSearch) => void; onAll: () => void };

/** What is shown: both filters stand in the address. */
export function MapFilters({ search, onChange, onAll }: Props) {
  const { data: facets } = useQuery({
    queryKey: ["facets", {}],
    queryFn: ({ signal }) => getFacets({}, signal),
    staleTime: 60_000,
  });
  const named = (facets?.group ?? []).map((one) => String(one.value ?? "")).filter(Boolean);
  const groups = search.group && !named.includes(search.group) ? [search.group, ...named] : named;
  const states = CONNECTOR_STATES.map((value) => ({ value, label: stateName(value) }));
  return (
    <div className="flex flex-wrap items-center gap-2 px-4 lg:px-6 py-2.5 bg-surface border-b border-line">
      <Select
        bare
        label={t("map.filter.status")}
        className="min-w-0 max-sm:[&>select]:max-w-[136px]"
        value={search.status ?? ""}
        options={[{ value: "", label: t("map.filter.status.any") }, ...states]}
        onChange={(event) => {
          const status = CONNECTOR_STATES.find((state) => state === event.target.value);
          onChange({ ...search, status });
        }}
      />
      <Select
        bare
        label={t("map.filter.group")}
        className="min-w-0 [&>select]:max-w-[200px] max-sm:[&>select]:max-w-[142px]"
        value={search.group ?? ""}
        options={[
          { value: "", label: t("map.filter.group.any") },
          ...groups.sort((a, b) => a.localeCompare(b)).map((value) => ({ value, label: value })),
        ]}
        onChange={(event) => onChange({ ...search, group: event.target.value || undefined })}
      />
      <Button className="ml-auto" onClick={onAll}>
        <Maximize size={14} aria-hidden="true" />
        <span className="max-sm:sr-only">{t("map.all")}</span>
      </Button>
    </div>
  );
}
