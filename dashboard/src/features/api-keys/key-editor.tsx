import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useActions } from "@/api/actions";
import { api, data } from "@/api/client";
import { may } from "@/api/session";
import { byProfile } from "@/components/commands/deeds";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { actionName } from "@/components/ui/command-words";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { isText, type TextKey, t } from "@/lib/i18n";
import { localInput } from "@/lib/local-input";
import type { ApiKey, MadeKey } from "./api-keys-page";
import { Check, Checks, Section } from "./editor-parts";
import { asPermissions, type Edited, edited, HIDDEN, SCOPES, toggled } from "./key-permissions";

type Props = { apiKey: ApiKey | null; onCreated: (key: MadeKey) => void };

function scopeName(scope: string): string {
  const key = `keys.scope.${scope}`;
  return isText(key) ? t(key as TextKey) : scope;
}

/** What is given for the end of a key: the end of that day where the person is. */
function readExpiry(text: string): string | null {
  return text ? new Date(`${text}T23:59:59`).toISOString() : null;
}

/** One key: its name, what it may see and do, and its end. */
export function KeyEditor({ apiKey, onCreated }: Props) {
  const queries = useQueryClient();
  const { busy, wrong, run } = useDeed();
  const [form, setForm] = useState<Edited>(() => edited(apiKey?.permissions ?? null));
  const [saved, setSaved] = useState(false);
  const change = (more: Partial<Edited>) => {
    setSaved(false);
    setForm({ ...form, ...more });
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const given = new FormData(event.currentTarget);
    const name = String(given.get("name") ?? "").trim();
    const expires_at = readExpiry(String(given.get("expires") ?? ""));
    const body = { name, expires_at, permissions: asPermissions(form) };
    run(async () => {
      if (apiKey) {
        const path = { key: apiKey.id };
        await data(api.PATCH("/api/v1/api-keys/{key}", { params: { path }, body }));
        setSaved(true);
      } else onCreated(await data(api.POST("/api/v1/api-keys", { body })));
      await queries.invalidateQueries({ queryKey: ["/api-keys"] });
    });
  };
  const writable = may("api-keys:write") && !apiKey?.revoked_at;
  return (
    <Card title={apiKey ? t("keys.permissions", { name: apiKey.name }) : t("keys.add")}>
      <form onSubmit={submit}>
        <fieldset disabled={!writable} className="min-w-0">
          <Section title={t("keys.name")} help={t("keys.name.help")}>
            <Field label={t("keys.name")} name="name" required maxLength={200} defaultValue={apiKey?.name} />
            <Field
              label={t("keys.expires")}
              name="expires"
              type="date"
              defaultValue={localInput(apiKey?.expires_at ?? null).slice(0, 10)}
              help={t("keys.expires.help")}
            />
          </Section>
          <Section title={t("keys.stations")} help={t("keys.stations.help")}>
            <Check
              label={t("keys.stations.all")}
              checked={form.everyStation}
              onChange={(everyStation) => change({ everyStation })}
            />
            {!form.everyStation && (
              <>
                <Field
                  label={t("keys.stations.groups")}
                  value={form.groups}
                  help={t("keys.stations.groups.help")}
                  onChange={(event) => change({ groups: event.target.value })}
                />
                <Field
                  label={t("keys.stations.ids")}
                  value={form.ids}
                  onChange={(event) => change({ ids: event.target.value })}
                />
              </>
            )}
          </Section>
          <Section title={t("keys.scopes")} help={t("keys.scopes.help")}>
            <Checks
              words={SCOPES}
              on={form.scopes}
              name={scopeName}
              onToggle={(word, on) => change({ scopes: toggled(form.scopes, word, on) })}
            />
          </Section>
          <Actions form={form} onChange={change} />
          <Section title={t("keys.tags")} help={t("keys.tags.help")}>
            <Check
              label={t("keys.tags.all")}
              checked={form.everyTag}
              onChange={(everyTag) => change({ everyTag })}
            />
            {!form.everyTag && (
              <Field
                label={t("keys.tags.groups")}
                value={form.tagGroups}
                onChange={(event) => change({ tagGroups: event.target.value })}
              />
            )}
          </Section>
          <Section title={t("keys.fields")} help={t("keys.fields.help")}>
            <Checks
              words={Object.entries(HIDDEN).flatMap(([resource, names]) =>
                names.map((name) => `${resource}.${name}`),
              )}
              on={form.fields}
              name={(word) => word}
              onToggle={(word, on) => change({ fields: toggled(form.fields, word, on) })}
            />
          </Section>
          <Section title={t("keys.rate")} help={t("keys.rate.help")}>
            <Field
              label={t("keys.rate.minute")}
              type="number"
              min={1}
              max={60_000}
              required
              value={form.rate}
              onChange={(event) => change({ rate: event.target.value })}
            />
          </Section>
        </fieldset>
        <footer className="sticky bottom-0 max-sm:bottom-16 flex flex-wrap items-center gap-2 px-4 py-3 bg-surface border-t border-line">
          <WrongNote wrong={wrong} />
          {saved && (
            <span role="status" className="text-sm text-ok">
              {t("keys.saved")}
            </span>
          )}
          <span className="ml-auto flex gap-2">
            {apiKey && writable && <Revoke apiKey={apiKey} />}
            {writable && (
              <Button type="submit" look="primary" disabled={busy}>
                {t(apiKey ? "keys.save" : "keys.create")}
              </Button>
            )}
          </span>
        </footer>
      </form>
    </Card>
  );
}

/** The actions count only with the scope that lets a key send any. */
function Actions({ form, onChange }: { form: Edited; onChange: (more: Partial<Edited>) => void }) {
  const sends = form.scopes.has("commands:write");
  const asked = useActions(sends && !form.everyAction);
  return (
    <Section title={t("keys.actions")} help={t(sends ? "keys.actions.help" : "keys.actions.scope")}>
      {sends && (
        <Check
          label={t("keys.actions.all")}
          checked={form.everyAction}
          onChange={(everyAction) => onChange({ everyAction })}
        />
      )}
      {sends && !form.everyAction && (
        <Asked asked={asked} rows={4}>
          {(actions) => (
            <Checks
              words={byProfile(actions).map(({ action }) => action)}
              on={form.actions}
              name={actionName}
              onToggle={(word, on) => onChange({ actions: toggled(form.actions, word, on) })}
            />
          )}
        </Asked>
      )}
    </Section>
  );
}

function Revoke({ apiKey }: { apiKey: ApiKey }) {
  const queries = useQueryClient();
  const { busy, wrong, run } = useDeed();
  const [asking, setAsking] = useState(false);
  const act = () =>
    run(async () => {
      await data(api.DELETE("/api/v1/api-keys/{key}", { params: { path: { key: apiKey.id } } }));
      setAsking(false);
      await queries.invalidateQueries({ queryKey: ["/api-keys"] });
    });
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t("keys.revoke")}</Button>
      {asking && (
        <ConfirmDialog
          title={t("keys.revoke.title", { name: apiKey.name })}
          consequence={t("keys.revoke.text")}
          keep={t("keys.revoke.keep")}
          act={t("keys.revoke")}
          busy={busy}
          wrong={wrong}
          onClose={() => setAsking(false)}
          onAct={act}
        />
      )}
    </>
  );
}
