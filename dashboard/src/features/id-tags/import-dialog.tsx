import { useQueryClient } from "@tanstack/react-query";
import { type ChangeEvent, type MouseEvent, useState } from "react";
import { ApiProblem, type Schemas } from "@/api/client";
import { request } from "@/api/pages";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";

type Taken = Schemas["ImportedIdTags"];

async function take(table: File): Promise<Taken> {
  const body = await table.arrayBuffer().catch(() => {
    // A browser lets nobody read a file that was written since it was chosen.
    throw new ApiProblem(-1, { title: t("tags.import.changed") });
  });
  const headers = { "Content-Type": "text/csv" };
  const response = await request("/id-tags/import", { method: "POST", headers, body });
  return (await response.json()) as Taken;
}

/** `lines.3.expiry` is a column in the third line of the file, the names of the columns included. */
function line(field: string, text: string): string {
  const [, number, column] = /^lines\.(\d+)(?:\.(\w+))?$/.exec(field) ?? [];
  if (!number) return `${field}: ${text}`;
  return t("tags.import.line", { line: number, text: column ? `${column}: ${text}` : text });
}

/** A table of tags, all or nothing: what is wrong is shown line by line. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const { busy, wrong, run, forget } = useDeed();
  const [table, setTable] = useState<File | null>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const choose = (event: ChangeEvent<HTMLInputElement>) => {
    setTable(event.target.files?.[0] ?? null);
    setTaken(null);
    forget();
  };
  // The same file, mended, is another choice: to the browser it would be none, and nothing would be heard of it.
  const anew = (event: MouseEvent<HTMLInputElement>) => {
    event.currentTarget.value = "";
    setTable(null);
  };
  const act = (file: File) =>
    run(async () => {
      setTaken(await take(file));
      await queries.invalidateQueries({ queryKey: ["/id-tags"] });
    });
  return (
    <Dialog title={t("tags.import.title")} onClose={onClose} className="sm:max-w-[560px]">
      <div className="p-5 space-y-4 text-sm">
        <p className="text-ink-2">{t("tags.import.text")}</p>
        <p className="code text-xs break-words">
          id_tag, status, expiry, parent, group, note, concurrent, aliases
        </p>
        <label className="block font-[580]">
          {t("tags.import.file")}
          <input
            type="file"
            accept=".csv,text/csv"
            onClick={anew}
            onChange={choose}
            className="mt-1.5 block w-full text-sm font-normal file:mr-3 file:h-8 file:px-3 file:rounded-ctl file:border file:border-line-2 file:bg-surface file:text-ink"
          />
        </label>
        {wrong && (
          <div className="max-h-64 overflow-y-auto">
            <WrongNote wrong={wrong} name={line} />
          </div>
        )}
        {taken && <p role="status">{t("tags.import.done", { ...taken })}</p>}
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{taken ? t("form.close") : t("form.cancel")}</Button>
        <Button look="primary" disabled={busy || !table} onClick={() => table && act(table)}>
          {t("tags.import.act")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
