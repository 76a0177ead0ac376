import { type FormEvent, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { t } from "@/lib/i18n";
import type { TransactionSearch } from "./transactions-page";

type Status = NonNullable<TransactionSearch["status"]>;
type Props = {
  search: TransactionSearch;
  statuses: readonly Status[];
  onChange: (next: TransactionSearch) => void;
};

/** Station, tag and status; they stand in the address. */
export function TransactionFilters({ search, statuses, onChange }: Props) {
  const [station, setStation] = useState(search.station ?? "");
  const [tag, setTag] = useState(search.id_tag ?? "");
  useEffect(() => setStation(search.station ?? ""), [search.station]);
  useEffect(() => setTag(search.id_tag ?? ""), [search.id_tag]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    onChange({ ...search, station: station.trim() || undefined, id_tag: tag.trim() || undefined });
  };
  const options = [
    { value: "all" as const, label: t("transactions.all") },
    ...statuses.map((value) => ({ value, label: t(`transaction.status.${value}`) })),
  ];
  return (
    <form onSubmit={send} className="flex flex-wrap items-end gap-3">
      <div className="w-44 max-sm:flex-1 max-sm:min-w-[40%]">
        <Field
          label={t("stations.column.station")}
          value={station}
          onChange={(event) => setStation(event.target.value)}
        />
      </div>
      <div className="w-44 max-sm:flex-1 max-sm:min-w-[40%]">
        <Field
          label={t("transaction.column.tag")}
          value={tag}
          onChange={(event) => setTag(event.target.value)}
        />
      </div>
      <Button type="submit">{t("transactions.filter")}</Button>
      <div className="sm:ml-auto max-w-full overflow-x-auto">
        <Segmented<Status | "all">
          label={t("transaction.column.status")}
          value={search.status ?? "all"}
          options={options}
          onChange={(next) => onChange({ ...search, status: next === "all" ? undefined : next })}
        />
      </div>
    </form>
  );
}
