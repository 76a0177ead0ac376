import { useState } from "react";
import type { Schemas } from "@/api/client";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { bothTimes, moment } from "@/lib/format";
import { t } from "@/lib/i18n";
import { CertificateDialog } from "./certificate-dialog";
import { Deeds, Facts } from "./facts";
import { useSecurityDeeds } from "./use-security";

type Presented = Schemas["PresentedCertificate"];
type Binding = Schemas["CertificateBindingShown"];

/** Which client certificates may play this station, and the one that it has shown. */
export function CertificateCard({ station }: { station: Station }) {
  const [open, setOpen] = useState(false);
  const { busy, wrong, run } = useDeed();
  const { edit } = useSecurityDeeds(station.ocpp_id);
  const { certificate: binding, presented_certificate: presented } = station;
  const mayWrite = may("stations:write");
  const bind = ({ names, issuer, fingerprint }: Presented) =>
    run(() => edit({ certificate: { name: names[0] ?? null, issuer, fingerprints: [fingerprint] } }));
  return (
    <Card title={t("security.certificate")}>
      <div className="px-4 pb-4">
        {binding ? <Bound binding={binding} /> : <p className="text-sm">{t("security.certificate.any")}</p>}
        {presented && (
          <section
            aria-label={t("security.certificate.presented")}
            className="mt-4 border-t border-line pt-3 space-y-2"
          >
            <h3 className="text-xs text-ink-3">{t("security.certificate.presented")}</h3>
            <Facts
              facts={[
                [t("security.certificate.subject"), presented.subject],
                [t("security.certificate.issuer"), presented.issuer],
                [
                  t("security.certificate.expiry"),
                  <time key="expiry" dateTime={presented.not_after} title={bothTimes(presented.not_after)}>
                    {moment(presented.not_after, Date.now())}
                  </time>,
                ],
                [
                  t("security.certificate.fingerprint"),
                  <code key="fingerprint" className="code break-all">
                    {presented.fingerprint}
                  </code>,
                ],
              ]}
            />
          </section>
        )}
        {!presented && <p className="mt-1 text-xs text-ink-3">{t("security.certificate.none")}</p>}
        <WrongNote wrong={wrong} />
        <Deeds why={mayWrite ? null : t("security.denied")}>
          {presented && (
            <Button disabled={!mayWrite || busy} onClick={() => bind(presented)}>
              {t("security.certificate.bind")}
            </Button>
          )}
          <Button disabled={!mayWrite} onClick={() => setOpen(true)}>
            {t("security.certificate.edit")}
          </Button>
          {binding && (
            <Button
              look="quiet"
              disabled={!mayWrite || busy}
              onClick={() => run(() => edit({ certificate: null }))}
            >
              {t("security.certificate.free")}
            </Button>
          )}
        </Deeds>
      </div>
      {open && <CertificateDialog station={station} onClose={() => setOpen(false)} />}
    </Card>
  );
}

function Bound({ binding }: { binding: Binding }) {
  const any = t("security.certificate.unlimited");
  return (
    <Facts
      facts={[
        [t("security.certificate.name"), binding.name ?? any],
        [t("security.certificate.issuer"), binding.issuer ?? any],
        [
          t("security.certificate.fingerprints"),
          binding.fingerprints.length === 0
            ? any
            : binding.fingerprints.map((one) => (
                <code key={one} className="code block break-all">
                  {one}
                </code>
              )),
        ],
      ]}
    />
  );
}
