import { FileJson, FileSpreadsheet } from "lucide-react";
import { useState } from "react";
import { download } from "@/api/pages";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { clock, moment } from "@/lib/format";
import type { Exchange } from "@/lib/frames/exchanges";
import { asCsv, asJsonLines } from "@/lib/frames/export";
import { serverFilter, type Term, termsLeftOver, writeQuery } from "@/lib/frames/query";
import { firstStep } from "@/lib/frames/windows";
import { t } from "@/lib/i18n";
import { save } from "@/lib/save";

type Kind = "csv" | "jsonl";
type Props = {
  terms: readonly Term[];
  shown: readonly Exchange[];
  /** The moment back to which everything is loaded. */
  reached: string | undefined;
  onClose: () => void;
};

/** Takes along what the filter finds: all of it from the gateway, or what is loaded where only this page can look. */
export function ExportDialog({ terms, shown, reached, onClose }: Props) {
  const [now] = useState(Date.now);
  const [failed, setFailed] = useState(false);
  const [busy, setBusy] = useState(false);
  const filter = serverFilter(terms, now);
  const leftOver = termsLeftOver(terms, now);
  const begin = firstStep(filter, now).from;
  const from = reached !== undefined && Date.parse(reached) < Date.parse(begin) ? reached : begin;
  const fetchAll = async (kind: Kind) => {
    setBusy(true);
    setFailed(false);
    try {
      await download(`/logs/export.${kind}`, { ...filter, from }, `logs.${kind}`);
      onClose();
    } catch {
      setFailed(true);
      setBusy(false);
    }
  };
  const take = (kind: Kind) => {
    if (leftOver.length === 0) return void fetchAll(kind);
    const [text, type] =
      kind === "csv" ? [asCsv(shown), "text/csv"] : [asJsonLines(shown), "application/jsonl"];
    save(new Blob([text], { type }), `logs.${kind}`);
    onClose();
  };
  const until = filter.to ? moment(filter.to, now) : clock(now);
  return (
    <Dialog title={t("log.export")} onClose={onClose}>
      <div className="px-5 py-4 space-y-3 text-sm">
        <p>
          {leftOver.length === 0
            ? t("log.export.all", { from: moment(from, now), until })
            : t("log.export.loaded", { count: shown.length, terms: writeQuery(leftOver) })}
        </p>
        {failed && (
          <p role="alert" className="text-danger">
            {t("error.title")}
          </p>
        )}
        <div className="grid sm:grid-cols-2 gap-2">
          <Button size="large" disabled={busy} onClick={() => take("csv")}>
            <FileSpreadsheet size={17} aria-hidden="true" />
            CSV
          </Button>
          <Button size="large" disabled={busy} onClick={() => take("jsonl")}>
            <FileJson size={17} aria-hidden="true" />
            JSON Lines
          </Button>
        </div>
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t("form.close")}</Button>
      </DialogFoot>
    </Dialog>
  );
}
