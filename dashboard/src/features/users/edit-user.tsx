import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { api, data } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";
import { readRole, roleOptions } from "./roles";
import { ShownOnce } from "./shown-once";
import type { User } from "./users-page";

/** One person: name, role, password, sign-ins, and whether they may come in at all. */
export function EditUser({ user, onClose }: { user: User; onClose: () => void }) {
  const queries = useQueryClient();
  const { busy, wrong, run } = useDeed();
  const [password, setPassword] = useState<string | null>(null);
  const [done, setDone] = useState<string | null>(null);
  const [removing, setRemoving] = useState(false);
  const params = { path: { user: user.id } };
  const who = user.name || user.email;
  const act = (deed: () => Promise<unknown>, said: string | null = null) =>
    run(async () => {
      await deed();
      await queries.invalidateQueries({ queryKey: ["/users"] });
      if (said === null) onClose();
      else setDone(said);
    });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const body = { name: String(form.get("name") ?? "").trim(), role: readRole(form.get("role")) };
    act(() => data(api.PATCH("/api/v1/users/{user}", { params, body })));
  };
  const disable = () =>
    act(() => data(api.PATCH("/api/v1/users/{user}", { params, body: { disabled: !user.disabled } })));
  const newPassword = () =>
    run(async () => {
      setPassword((await data(api.POST("/api/v1/users/{user}/password", { params }))).password);
    });
  const signOut = () =>
    act(() => data(api.POST("/api/v1/users/{user}/sign-out", { params })), t("users.signed-out", { who }));
  const remove = () => act(() => data(api.DELETE("/api/v1/users/{user}", { params })));
  return (
    <Dialog title={user.email} onClose={onClose} className="sm:max-w-[520px]">
      {password ? (
        <ShownOnce who={user.email} password={password} onClose={onClose} />
      ) : (
        <form onSubmit={submit}>
          <div className="p-5 space-y-4">
            <Field label={t("users.name")} name="name" defaultValue={user.name} error={wrong?.fields.name} />
            <Select
              label={t("users.column.role")}
              name="role"
              options={roleOptions()}
              defaultValue={user.role}
            />
            <div className="flex flex-wrap gap-2">
              <Button disabled={busy} onClick={newPassword}>
                {t("users.password.make")}
              </Button>
              <Button disabled={busy} onClick={signOut}>
                {t("users.sign-out")}
              </Button>
              <Button disabled={busy} onClick={disable}>
                {t(user.disabled ? "users.enable" : "users.disable")}
              </Button>
              <Button
                look={removing ? "danger" : "quiet"}
                disabled={busy}
                onClick={removing ? remove : () => setRemoving(true)}
              >
                {t(removing ? "users.remove.sure" : "users.remove")}
              </Button>
            </div>
            <p className="text-xs text-ink-3">{t("users.deeds.help")}</p>
            {done && (
              <p role="status" className="text-sm text-ok">
                {done}
              </p>
            )}
            <WrongNote wrong={wrong} />
          </div>
          <DialogFoot>
            <Button onClick={onClose}>{t("form.cancel")}</Button>
            <Button type="submit" look="primary" disabled={busy}>
              {t("form.save")}
            </Button>
          </DialogFoot>
        </form>
      )}
    </Dialog>
  );
}
