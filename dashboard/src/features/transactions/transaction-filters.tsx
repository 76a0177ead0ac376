import { type FormEvent, useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { t } from "@/lib/i18n";
import { STATUSES, type Status, type TransactionSearch } from "./transaction-search";

type Props = { search: TransactionSearch; onChange: (next: TransactionSearch) => void };

const TYPED = ["station", "id_tag", "from", "to"] as const;

/** Station, tag, days and status; they stand in the address. */
export function TransactionFilters({ search, onChange }: Props) {
  const [typed, setTyped] = useState(search);
  useEffect(() => setTyped(search), [search]);
  const send = (event: FormEvent) => {
    event.preventDefault();
    const texts = TYPED.map((name) => [name, typed[name]?.trim() || undefined]);
    onChange({ ...search, ...Object.fromEntries(texts) });
  };
  const field = (name: (typeof TYPED)[number], label: string, type = "text") => (
    <div className="w-40 max-sm:w-auto max-sm:flex-1 max-sm:min-w-[40%]">
      <Field
        label={label}
        type={type}
        value={typed[name] ?? ""}
        onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
      />
    </div>
  );
  const options = [
    { value: "all" as const, label: t("transactions.all") },
    ...STATUSES.map((value) => ({ value, label: t(`transaction.status.${value}`) })),
  ];
  const set = Object.values(search).some((value) => value !== undefined);
  return (
    <form onSubmit={send} className="flex flex-wrap items-end gap-3">
      {field("station", t("stations.column.station"))}
      {field("id_tag", t("transaction.column.tag"))}
      {field("from", t("transactions.from"), "date")}
      {field("to", t("transactions.to"), "date")}
      <Button type="submit">{t("transactions.filter")}</Button>
      {set && (
        <Button look="quiet" onClick={() => onChange({})}>
          {t("transactions.clear")}
        </Button>
      )}
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
