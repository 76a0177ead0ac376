import { type FormEvent, useEffect, useState } from "react";
import { leaveForProvider, providerAddress, SignInFailed, signIn } from "@/api/session";
import { Button, buttonClass } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Mark } from "@/components/ui/mark";
import { t } from "@/lib/i18n";
import { CellWall } from "./cell-wall";

type Wrong = { email?: string; password?: string; form?: string };

function words(error: unknown): Wrong {
  if (!(error instanceof SignInFailed)) throw error;
  if (error.kind === "unreachable") return { form: t("sign-in.unreachable") };
  if (error.kind === "wrong") return { password: t("sign-in.wrong") };
  const seconds = error.retryAfter;
  return { form: seconds ? t("sign-in.too-many", { seconds }) : t("sign-in.too-many.soon") };
}

export default function SignInPage({ ended }: { ended: boolean }) {
  const [wrong, setWrong] = useState<Wrong>({});
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const email = String(form.get("email")).trim();
    const password = String(form.get("password"));
    const missing: Wrong = {
      ...(email ? {} : { email: t("sign-in.missing.email") }),
      ...(password ? {} : { password: t("sign-in.missing.password") }),
    };
    setWrong(missing);
    if (missing.email || missing.password) return;
    setBusy(true);
    try {
      await signIn(email, password);
    } catch (error) {
      setWrong(words(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <main className="grid lg:grid-cols-2 min-h-screen bg-surface">
      <div className="flex flex-col px-6 sm:px-12 py-8">
        <div className="flex items-center gap-2.5">
          <Mark size={28} />
          <span className="text-base font-[650] tracking-[-.01em]">{t("app.name")}</span>
        </div>
        <form
          noValidate
          onSubmit={(event) => void submit(event)}
          className="my-auto w-full max-w-[360px] mx-auto py-10"
        >
          <h1 className="text-[28px] leading-9 font-[650] tracking-[-.025em]">{t("sign-in.title")}</h1>
          <p className="mt-1.5 text-base text-ink-2">
            {ended ? t("sign-in.ended") : t("sign-in.to", { host: location.host })}
          </p>
          <div className="mt-7 space-y-4">
            <Field
              tall
              label={t("sign-in.email")}
              name="email"
              type="email"
              autoComplete="username"
              error={wrong.email}
              autoFocus
            />
            <Field
              tall
              label={t("sign-in.password")}
              name="password"
              type="password"
              autoComplete="current-password"
              error={wrong.password}
            />
            {wrong.form && (
              <p role="alert" className="text-sm text-danger">
                {wrong.form}
              </p>
            )}
            <Button type="submit" look="primary" size="large" disabled={busy}>
              {busy ? t("sign-in.busy") : t("sign-in.submit")}
            </Button>
            <ProviderLink />
            <p className="text-xs text-ink-3">{t("sign-in.first")}</p>
          </div>
        </form>
        <p className="text-xs text-ink-3">
          {t("app.name")}, {t("app.footer")}
        </p>
      </div>
      <CellWall />
    </main>
  );
}

/** The way in through the organisation's identity provider, where one is configured. */
function ProviderLink() {
  const [address, setAddress] = useState<string | null>(null);
  useEffect(() => {
    // Without an answer there is the password form, which then says that the gateway cannot be reached.
    providerAddress().then(setAddress, () => setAddress(null));
  }, []);
  if (address === null) return null;
  return (
    <a href={address} onClick={leaveForProvider} className={buttonClass("plain", "large")}>
      {t("sign-in.provider")}
    </a>
  );
}
