import { type FormEvent, useState } from "react";
import type { Credential } from "@/api/admission";
import type { Station } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { t } from "@/lib/i18n";

const CHOICES = ["adopt", "certificate", "issue", "none"] as const;

type Props = {
  station: Station;
  usual: Credential;
  onClose: () => void;
  onChoose: (credential: Credential) => void;
};

/** With what the station is let in from now on. What it has not shown cannot be chosen, and says so. */
export function ApproveDialog({ station, usual, onClose, onChoose }: Props) {
  const [chosen, choose] = useState<Credential>(usual);
  const shown = { adopt: station.presented_password, certificate: station.presented_certificate !== null };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChoose(chosen);
  };
  return (
    <Dialog title={t("approve.title", { station: station.ocpp_id })} onClose={onClose}>
      <form onSubmit={submit}>
        <fieldset className="p-5 space-y-3 text-sm">
          <legend className="sr-only">{t("approve.how")}</legend>
          {CHOICES.map((choice) => {
            const missing = (choice === "adopt" || choice === "certificate") && !shown[choice] && choice;
            const off = missing !== false;
            return (
              <label key={choice} className="flex items-start gap-2.5 min-h-10">
                <input
                  type="radio"
                  name="credential"
                  value={choice}
                  checked={chosen === choice}
                  disabled={off}
                  onChange={() => choose(choice)}
                  className="mt-0.5 size-4 accent-[var(--primary)]"
                />
                <span>
                  <span className={off ? "text-ink-3" : "font-[580]"}>{t(`approve.${choice}`)}</span>
                  <span className="block text-xs text-ink-3 break-words">
                    {missing ? t(`approve.${missing}.missing`) : t(`approve.${choice}.help`)}
                    {choice === "certificate" && station.presented_certificate && (
                      <span className="block code break-all">{station.presented_certificate.subject}</span>
                    )}
                  </span>
                </span>
              </label>
            );
          })}
        </fieldset>
        <DialogFoot>
          <Button onClick={onClose}>{t("approve.cancel")}</Button>
          <Button type="submit" look="primary">
            {t("knock.approve")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
