import { type FormEvent, useState } from "react";
import type { Station } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useDeed } from "@/components/ui/use-deed";
import { t } from "@/lib/i18n";
import { useSecurityDeeds } from "./use-security";

/** A password that somebody types into the station: it counts at once, and a made one is shown this once. */
export function PasswordDialog({ station, onClose }: { station: Station; onClose: () => void }) {
  const [password, setPassword] = useState("");
  const [made, setMade] = useState<string | null>(null);
  const [done, setDone] = useState(false);
  const { busy, wrong, run } = useDeed();
  const deeds = useSecurityDeeds(station.ocpp_id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(async () => {
      setMade((await deeds.setPassword(password || undefined)) ?? null);
      setDone(true);
    });
  };
  const title = t("security.hand.title", { station: station.ocpp_id });
  if (done) {
    return (
      <Dialog title={title} onClose={onClose}>
        <div className="p-5 space-y-3 text-sm">
          <p className="font-[600]">{t("security.hand.done")}</p>
          {made && <CopyField text={made} />}
          {made && <p className="text-xs text-ink-2">{t("users.password.once")}</p>}
        </div>
        <DialogFoot>
          <Button look="primary" onClick={onClose}>
            {t("form.close")}
          </Button>
        </DialogFoot>
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="p-5 space-y-4 text-sm">
          <p className="font-[600]">{t("security.hand.consequence")}</p>
          <Field
            label={t("add.password")}
            help={t("security.hand.help")}
            value={password}
            autoComplete="off"
            spellCheck={false}
            error={wrong?.fields.password ?? wrong?.text}
            onChange={(event) => setPassword(event.target.value)}
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("security.hand.keep")}</Button>
          <Button type="submit" look="danger" disabled={busy}>
            {t("security.hand.act")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
