import { type FormEvent, useState } from "react";
import type { Station } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Labelled } from "@/components/ui/labelled";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";
import { readFingerprints } from "./rotation";
import { useSecurityDeeds } from "./use-security";

/** The binding by hand: before a pinned certificate is renewed, both fingerprints stand here. */
export function CertificateDialog({ station, onClose }: { station: Station; onClose: () => void }) {
  const binding = station.certificate;
  const [name, setName] = useState(binding?.name ?? "");
  const [issuer, setIssuer] = useState(binding?.issuer ?? "");
  const [prints, setPrints] = useState(binding?.fingerprints.join("\n") ?? "");
  const { busy, wrong, run } = useDeed();
  const { edit } = useSecurityDeeds(station.ocpp_id);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const certificate = {
      name: name.trim() || null,
      issuer: issuer.trim() || null,
      fingerprints: readFingerprints(prints),
    };
    run(async () => {
      await edit({ certificate });
      onClose();
    });
  };
  return (
    <Dialog title={t("security.certificate.title", { station: station.ocpp_id })} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="p-5 space-y-4">
          <Field
            label={t("security.certificate.name")}
            help={t("security.certificate.name.help")}
            value={name}
            maxLength={255}
            autoComplete="off"
            onChange={(event) => setName(event.target.value)}
          />
          <Field
            label={t("security.certificate.issuer")}
            help={t("security.certificate.issuer.help")}
            value={issuer}
            maxLength={1000}
            autoComplete="off"
            onChange={(event) => setIssuer(event.target.value)}
          />
          <Labelled
            label={t("security.certificate.fingerprints")}
            help={t("security.certificate.fingerprints.help")}
          >
            {({ id, about }) => (
              <textarea
                id={id}
                rows={3}
                value={prints}
                spellCheck={false}
                aria-describedby={about}
                onChange={(event) => setPrints(event.target.value)}
                className="code w-full p-2 rounded-ctl border border-line-3 bg-surface text-xs text-ink"
              />
            )}
          </Labelled>
          <WrongNote wrong={wrong} />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("form.cancel")}</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {t("form.save")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
