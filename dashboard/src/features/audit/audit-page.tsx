import { ScrollText, SearchX } from "lucide-react";
import { download, type Filters, usePages } from "@/api/pages";
import { type AuditEntry, AuditList } from "@/components/audit/audit-list";
import { Asked } from "@/components/ui/asked";
import { Card } from "@/components/ui/card";
import { ExportButton } from "@/components/ui/export-button";
import { FilterField } from "@/components/ui/filter-field";
import { Notice } from "@/components/ui/notice";
import { Page } from "@/components/ui/page";
import { t } from "@/lib/i18n";
import { navigate, useSearch } from "@/lib/router";

const POLL_MS = 10_000;
const WORDS = ["actor", "action", "subject", "station"] as const;
const DAYS = ["from", "to"] as const;

/** Days of the person as moments of the gateway; `to` is a day that is still included. */
export function asked(search: Record<string, string>): Filters {
  const filters: Filters = {};
  for (const name of WORDS) filters[name] = search[name];
  if (search.from) filters.from = new Date(`${search.from}T00:00:00`).toISOString();
  if (search.to) {
    const day = new Date(`${search.to}T00:00:00`);
    day.setDate(day.getDate() + 1);
    filters.to = day.toISOString();
  }
  return filters;
}

/** Every deed of people, keys and the gateway itself. */
export default function AuditPage() {
  const search = useSearch();
  const filters = asked(search);
  const question = usePages<AuditEntry>("/audit", filters, POLL_MS);
  const filter = (name: string, value: string) =>
    navigate({ to: "/audit", search: { ...search, [name]: value || undefined }, replace: true });
  const filtered = [...WORDS, ...DAYS].some((name) => search[name]);
  return (
    <Page>
      <div className="flex flex-wrap items-center gap-2">
        {WORDS.map((name) => (
          <FilterField
            key={name}
            label={t(`audit.filter.${name}`)}
            value={search[name] ?? ""}
            onChange={(value) => filter(name, value)}
          />
        ))}
        {DAYS.map((name) => (
          <label key={name} className="flex items-center gap-1.5 text-sm text-ink-2">
            {t(`audit.filter.${name}`)}
            <input
              type="date"
              value={search[name] ?? ""}
              onChange={(event) => filter(name, event.target.value)}
              className="h-8 max-sm:h-10 px-2 rounded-ctl border border-line-3 bg-surface text-sm text-ink"
            />
          </label>
        ))}
        <span className="ml-auto flex flex-wrap items-center gap-2">
          <ExportButton
            label={t("tags.export")}
            take={() => download("/audit/export.csv", filters, "audit.csv")}
          />
        </span>
      </div>
      <Card>
        <Asked asked={question} rows={10}>
          {(entries) =>
            entries.length === 0 ? (
              <Notice
                icon={filtered ? SearchX : ScrollText}
                title={t(filtered ? "audit.nothing" : "audit.none")}
              >
                {filtered && t("audit.nothing.text")}
              </Notice>
            ) : (
              <AuditList entries={entries} more={question.more} />
            )
          }
        </Asked>
      </Card>
    </Page>
  );
}
