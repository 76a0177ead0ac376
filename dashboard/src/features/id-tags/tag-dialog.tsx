import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, data } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";
import { localInput } from "@/lib/local-input";
import { type IdTag, STATUSES } from "./id-tags-page";
import { readTag } from "./tag-form";

/** A tag that is entered, changed or removed. */
export function TagDialog({ tag, onClose }: { tag: IdTag | null; onClose: () => void }) {
  const queries = useQueryClient();
  const { busy, wrong, run } = useDeed();
  const [concurrent, setConcurrent] = useState(tag?.concurrent ?? false);
  const [removing, setRemoving] = useState(false);
  const path = { id_tag: tag?.id_tag ?? "" };
  const done = async () => {
    await queries.invalidateQueries({ queryKey: ["/id-tags"] });
    onClose();
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { ...readTag(form), concurrent };
    run(async () => {
      if (tag) await data(api.PATCH("/api/v1/id-tags/{id_tag}", { params: { path }, body }));
      else {
        const id_tag = String(form.get("id_tag")).trim();
        await data(api.POST("/api/v1/id-tags", { body: { ...body, id_tag } }));
      }
      await done();
    });
  };
  const remove = () =>
    run(async () => {
      await data(api.DELETE("/api/v1/id-tags/{id_tag}", { params: { path } }));
      await done();
    });
  const statuses = STATUSES.map((value) => ({ value, label: t(`tags.status.${value}`) }));
  const about = (field: string) => wrong?.fields[field] ?? null;
  return (
    <Dialog title={tag ? t("tags.edit", { tag: tag.id_tag }) : t("tags.add")} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="p-5 space-y-4 max-h-[70vh] overflow-y-auto">
          {!tag && (
            <Field
              label={t("tags.column.tag")}
              name="id_tag"
              required
              data-focus
              autoComplete="off"
              spellCheck={false}
              help={t("tags.tag.help")}
              error={about("id_tag")}
            />
          )}
          <Select
            label={t("tags.status")}
            name="status"
            defaultValue={tag?.status ?? "Accepted"}
            options={statuses}
          />
          <Field
            label={t("tags.column.expiry")}
            name="expiry"
            type="datetime-local"
            defaultValue={localInput(tag?.expiry ?? null)}
            help={t("tags.expiry.help")}
            error={about("expiry")}
          />
          <Field
            label={t("tags.group")}
            name="group"
            defaultValue={tag?.group ?? ""}
            error={about("group")}
          />
          <Field
            label={t("tags.column.parent")}
            name="parent"
            defaultValue={tag?.parent ?? ""}
            help={t("tags.parent.help")}
            error={about("parent")}
          />
          <Field
            label={t("tags.alias")}
            name="aliases"
            defaultValue={tag?.aliases.join(", ") ?? ""}
            help={t("tags.alias.help")}
            error={about("aliases")}
          />
          <Field
            label={t("tags.column.note")}
            name="note"
            defaultValue={tag?.note ?? ""}
            error={about("note")}
          />
          <span className="flex items-center gap-2 text-sm">
            <Checkbox label={t("tags.concurrent")} checked={concurrent} onChange={setConcurrent} />
            <span aria-hidden="true">{t("tags.concurrent")}</span>
          </span>
          <WrongNote wrong={wrong} />
        </div>
        <DialogFoot>
          {tag && !removing && (
            <Button look="quiet" className="mr-auto" onClick={() => setRemoving(true)}>
              {t("tags.remove")}
            </Button>
          )}
          {removing && (
            <Button look="danger" className="mr-auto" disabled={busy} onClick={remove}>
              {t("tags.remove.sure")}
            </Button>
          )}
          <Button onClick={onClose}>{t("form.cancel")}</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {t("form.save")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
