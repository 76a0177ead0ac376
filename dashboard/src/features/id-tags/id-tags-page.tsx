import { Plus, SearchX, Tag, Upload } from "lucide-react";
import { useState } from "react";
import type { Schemas } from "@/api/client";
import { download, usePages } from "@/api/pages";
import { may } from "@/api/session";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ExportButton } from "@/components/ui/export-button";
import { FilterField } from "@/components/ui/filter-field";
import { Notice } from "@/components/ui/notice";
import { Page } from "@/components/ui/page";
import { Select } from "@/components/ui/select";
import { t } from "@/lib/i18n";
import { navigate, useSearch } from "@/lib/router";
import { IdTagTable } from "./id-tag-table";
import { ImportDialog } from "./import-dialog";
import { TagDialog } from "./tag-dialog";

export type IdTag = Schemas["IdTag"];
export const STATUSES = ["Accepted", "Blocked", "Expired", "Invalid"] as const;

type Open = { kind: "new" } | { kind: "import" } | { kind: "edit"; tag: IdTag } | null;

/** Who may charge: the tags that stations ask for. */
export default function IdTagsPage() {
  const { q = "", status = "", group = "" } = useSearch();
  const filters = { q, status, group };
  const asked = usePages<IdTag>("/id-tags", filters);
  const [open, setOpen] = useState<Open>(null);
  const filter = (more: Partial<typeof filters>) =>
    navigate({ to: "/id-tags", search: { ...filters, ...more }, replace: true });
  const statuses = [
    { value: "", label: t("tags.status.any") },
    ...STATUSES.map((value) => ({ value, label: t(`tags.status.${value}`) })),
  ];
  const filtered = q || status || group;
  return (
    <Page>
      <div className="flex flex-wrap items-center gap-2">
        <FilterField label={t("tags.find")} value={q} onChange={(next) => filter({ q: next })} />
        <FilterField label={t("tags.group")} value={group} onChange={(next) => filter({ group: next })} />
        <Select
          bare
          label={t("tags.status")}
          value={status}
          options={statuses}
          onChange={(event) => filter({ status: event.target.value })}
        />
        <div className="ml-auto flex flex-wrap gap-2">
          <ExportButton
            label={t("tags.export")}
            take={() => download("/id-tags/export.csv", {}, "id-tags.csv")}
          />
          {may("id-tags:write") && (
            <>
              <Button onClick={() => setOpen({ kind: "import" })}>
                <Upload size={15} aria-hidden="true" />
                {t("tags.import")}
              </Button>
              <Button look="primary" onClick={() => setOpen({ kind: "new" })}>
                <Plus size={15} aria-hidden="true" />
                {t("tags.add")}
              </Button>
            </>
          )}
        </div>
      </div>
      <Card>
        <Asked asked={asked} rows={8}>
          {(tags) =>
            tags.length === 0 ? (
              <Notice icon={filtered ? SearchX : Tag} title={t(filtered ? "tags.nothing" : "tags.none")}>
                {!filtered && t("tags.none.text")}
              </Notice>
            ) : (
              <IdTagTable tags={tags} more={asked.more} onOpen={(tag) => setOpen({ kind: "edit", tag })} />
            )
          }
        </Asked>
      </Card>
      {open?.kind === "import" && <ImportDialog onClose={() => setOpen(null)} />}
      {open?.kind === "new" && <TagDialog tag={null} onClose={() => setOpen(null)} />}
      {open?.kind === "edit" && <TagDialog tag={open.tag} onClose={() => setOpen(null)} />}
    </Page>
  );
}
