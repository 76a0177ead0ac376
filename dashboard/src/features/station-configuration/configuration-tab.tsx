import { Plus, RefreshCw, SearchX, SlidersHorizontal } from "lucide-react";
import { useState } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { ResetDialog } from "@/components/station/reset-dialog";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { DataTable } from "@/components/ui/data-table";
import { FilterField } from "@/components/ui/filter-field";
import { Notice } from "@/components/ui/notice";
import { Select } from "@/components/ui/select";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";
import { navigate, useSearch } from "@/lib/router";
import { KeyRow } from "./key-row";
import {
  canSend,
  changesOf,
  countOf,
  type Draft,
  FILTERS,
  type Key,
  readFilter,
  sameName,
  shownKeys,
} from "./keys";
import { OtherKeyDialog } from "./other-key-dialog";
import { SaveBar } from "./save-bar";
import { useConfiguration, useConfigurationDeeds } from "./use-configuration";
import { useDrafts } from "./use-drafts";

/** Rows at first: some stations report 2,000 keys. */
const FIRST = 200;

/** The configuration of one station: wanted beside reported. */
export default function ConfigurationTab({ station }: { station: Station }) {
  const asked = useConfiguration(station.ocpp_id);
  return (
    <Asked asked={asked} rows={10}>
      {(keys) => <Configuration station={station} keys={keys} />}
    </Asked>
  );
}

function Configuration({ station, keys }: { station: Station; keys: Key[] }) {
  const { online, ocpp_id: id } = station;
  const search = useSearch();
  const filter = readFilter(search.show);
  const { drafts, draft, clear } = useDrafts(id);
  const [dialog, setDialog] = useState<"other" | "reset" | null>(null);
  const [all, setAll] = useState(false);
  const { busy, wrong, run } = useDeed();
  const deeds = useConfigurationDeeds(id, online);
  const mayWrite = may("commands:write");
  const change = (more: Record<string, string | undefined>) =>
    navigate({
      to: "/stations/$station",
      params: { station: id },
      search: { ...search, ...more },
      replace: true,
    });
  const entries = [...keys, ...strangers(keys, drafts)];
  const shown = shownKeys(entries, search.q ?? "", filter);
  const changes = changesOf(keys, drafts);
  const save = () =>
    run(async () => {
      await deeds.change(changes);
      clear();
    });
  const columns = [
    t("configuration.column.key"),
    t("configuration.column.reported"),
    t("configuration.column.wanted"),
    t("configuration.column.deeds"),
  ];
  return (
    <Card className="!overflow-visible">
      <div className="flex flex-wrap items-center gap-2 p-3 sm:px-4">
        <FilterField
          label={t("configuration.find")}
          value={search.q ?? ""}
          onChange={(q) => change({ q: q || undefined })}
        />
        <Select
          bare
          label={t("configuration.show")}
          value={filter ?? ""}
          onChange={(event) => change({ show: event.target.value || undefined })}
          options={[
            { value: "", label: t("configuration.show.all", { count: keys.length }) },
            ...FILTERS.map((one) => ({
              value: one,
              label: t(`configuration.show.${one}`, { count: countOf(keys, one) }),
            })),
          ]}
        />
        <span className="ml-auto flex flex-wrap items-center gap-2 max-sm:w-full">
          {mayWrite && (
            <Button onClick={() => setDialog("other")}>
              <Plus size={15} aria-hidden="true" />
              {t("configuration.other")}
            </Button>
          )}
          {mayWrite && (
            <Button disabled={!online || busy} onClick={() => run(() => deeds.read(true))}>
              <RefreshCw size={15} aria-hidden="true" />
              {t("configuration.read")}
            </Button>
          )}
        </span>
        {changes.length === 0 && <WrongNote wrong={wrong} />}
        {(!mayWrite || !online) && (
          <span className="w-full text-xs text-ink-3">
            {t(mayWrite ? "configuration.offline" : "configuration.denied")}
          </span>
        )}
      </div>
      {shown.length === 0 ? (
        <Nothing known={entries.length > 0} />
      ) : (
        <DataTable label={t("station.tab.configuration")} columns={columns}>
          {(all ? shown : shown.slice(0, FIRST)).map((entry) => (
            <KeyRow
              key={entry.key}
              entry={entry}
              draft={drafts.find((one) => sameName(one.key, entry.key))}
              station={id}
              columns={columns}
              mayWrite={mayWrite}
              online={online}
              busy={busy}
              onDraft={({ key }, value) => draft(key, value)}
              onSend={({ key, wanted }) => wanted && run(() => deeds.change([{ key, value: wanted.value }]))}
              onForget={({ key }) => run(() => deeds.forget(key))}
              onReset={() => setDialog("reset")}
            />
          ))}
        </DataTable>
      )}
      {!all && shown.length > FIRST && (
        <p className="p-3 text-center border-t border-line">
          <Button onClick={() => setAll(true)}>{t("configuration.more", { count: shown.length })}</Button>
        </p>
      )}
      {changes.length > 0 && (
        <SaveBar
          count={changes.length}
          sendable={canSend(keys, changes)}
          online={online}
          busy={busy}
          wrong={wrong}
          onDiscard={clear}
          onSave={save}
        />
      )}
      {dialog === "other" && (
        <OtherKeyDialog
          online={online}
          onClose={() => setDialog(null)}
          onRead={(key) => run(() => deeds.read([key]))}
          onChange={draft}
        />
      )}
      {dialog === "reset" && <ResetDialog station={station} onClose={() => setDialog(null)} />}
    </Card>
  );
}

/** Keys that are only being wanted yet: nothing is stored of them before they are saved. */
function strangers(keys: readonly Key[], drafts: readonly Draft[]): Key[] {
  return drafts
    .filter((draft) => !keys.some((one) => sameName(one.key, draft.key)))
    .map(({ key }) => ({
      key,
      standard: null,
      secret: false,
      value: null,
      readonly: null,
      known: null,
      reported_at: null,
      reported_by: null,
      wanted: null,
      drift: null,
    }));
}

function Nothing({ known }: { known: boolean }) {
  if (!known) {
    return (
      <Notice small icon={SlidersHorizontal} title={t("configuration.none")}>
        {t("configuration.none.text")}
      </Notice>
    );
  }
  return (
    <Notice small icon={SearchX} title={t("configuration.nothing")}>
      {t("configuration.nothing.text")}
    </Notice>
  );
}
