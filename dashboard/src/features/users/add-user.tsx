import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, data, type Schemas } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";
import { readRole, roleOptions } from "./roles";
import { ShownOnce } from "./shown-once";

/** Somebody who may sign in from now on. */
export function AddUser({ onClose }: { onClose: () => void }) {
  const queries = useQueryClient();
  const { busy, wrong, run } = useDeed();
  const [made, setMade] = useState<Schemas["UserCreated"] | null>(null);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => String(form.get(name) ?? "").trim();
    run(async () => {
      const body = { email: text("email"), name: text("name") || null, role: readRole(form.get("role")) };
      const user = await data(api.POST("/api/v1/users", { body }));
      await queries.invalidateQueries({ queryKey: ["/users"] });
      setMade(user);
    });
  };
  return (
    <Dialog title={t("users.add")} onClose={onClose}>
      {made?.password ? (
        <ShownOnce who={made.email} password={made.password} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <div className="p-5 space-y-4">
            <Field
              label={t("sign-in.email")}
              name="email"
              type="email"
              required
              data-focus
              autoComplete="off"
              error={wrong?.fields.email}
            />
            <Field label={t("users.name")} name="name" autoComplete="off" error={wrong?.fields.name} />
            <Select
              label={t("users.column.role")}
              name="role"
              options={roleOptions()}
              defaultValue="viewer"
            />
            <p className="text-xs text-ink-3">{t("users.add.help")}</p>
            <WrongNote wrong={wrong} />
          </div>
          <DialogFoot>
            <Button onClick={onClose}>{t("form.cancel")}</Button>
            <Button type="submit" look="primary" disabled={busy}>
              {t("users.add.act")}
            </Button>
          </DialogFoot>
        </form>
      )}
    </Dialog>
  );
}
