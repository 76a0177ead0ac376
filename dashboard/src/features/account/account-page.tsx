import { type FormEvent, useState } from "react";
import { api, data } from "@/api/client";
import { sessionState, signOut } from "@/api/session";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Page } from "@/components/ui/page";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";

/** One's own account: who one is here, the password, and every other device. */
export default function AccountPage() {
  const session = sessionState();
  if (session.status !== "signed-in") return null;
  const { name, email, role } = session.me;
  return (
    <Page className="!max-w-[640px]">
      <Card title={name || email} note={t(`role.${role}`)}>
        <p className="px-4 pb-4 text-sm text-ink-2">{email}</p>
      </Card>
      <ChangePassword />
      <EverywhereElse />
    </Page>
  );
}

function ChangePassword() {
  const { busy, wrong, run } = useDeed();
  const [differs, setDiffers] = useState(false);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (field: string) => String(form.get(field) ?? "");
    setDiffers(text("new") !== text("again"));
    if (text("new") !== text("again")) return;
    run(async () => {
      const body = { old_password: text("old"), new_password: text("new") };
      await data(api.POST("/api/v1/auth/password", { body }));
      await signOut(); // every sign-in has ended with the old password, this one too
    });
  };
  return (
    <Card title={t("account.password")}>
      <form onSubmit={submit} className="px-4 pb-4 space-y-4">
        <Field
          label={t("account.password.old")}
          name="old"
          type="password"
          required
          autoComplete="current-password"
          error={wrong?.fields.old_password}
        />
        <Field
          label={t("account.password.new")}
          name="new"
          type="password"
          required
          minLength={8}
          autoComplete="new-password"
          help={t("account.password.help")}
          error={wrong?.fields.new_password}
        />
        <Field
          label={t("account.password.again")}
          name="again"
          type="password"
          required
          autoComplete="new-password"
          error={differs ? t("account.password.differs") : null}
        />
        <WrongNote wrong={wrong} />
        <Button type="submit" look="primary" disabled={busy}>
          {t("account.password.act")}
        </Button>
      </form>
    </Card>
  );
}

function EverywhereElse() {
  const { busy, wrong, run } = useDeed();
  const act = () =>
    run(async () => {
      await data(api.POST("/api/v1/auth/logout-everywhere"));
      await signOut();
    });
  return (
    <Card title={t("account.everywhere")}>
      <div className="px-4 pb-4 space-y-3 text-sm">
        <p className="text-ink-2">{t("account.everywhere.text")}</p>
        <WrongNote wrong={wrong} />
        <Button disabled={busy} onClick={act}>
          {t("account.everywhere.act")}
        </Button>
      </div>
    </Card>
  );
}
