import { KeyRound, RefreshCw, RotateCw } from "lucide-react";
import { useState } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { ResetDialog } from "@/components/station/reset-dialog";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { useDeed } from "@/components/ui/use-deed";
import { moment } from "@/lib/format";
import { t } from "@/lib/i18n";
import { CredentialHistory } from "./credential-history";
import { Deeds } from "./facts";
import { PasswordDialog } from "./password-dialog";
import { type RotationStep, rotationStep } from "./rotation";
import { StepLine } from "./step-line";
import { type Credentials, useCredentials, useSecurityDeeds } from "./use-security";

/** Which passwords are good, how far a rotation is, and how it all came about. */
export function PasswordCard({ station }: { station: Station }) {
  const asked = useCredentials(station.ocpp_id);
  return (
    <Card title={t("security.password")}>
      <div className="px-4 pb-4">
        <Asked asked={asked} rows={4}>
          {(credentials) => <Password station={station} credentials={credentials} />}
        </Asked>
      </div>
    </Card>
  );
}

function Password({ station, credentials }: { station: Station; credentials: Credentials }) {
  const [dialog, setDialog] = useState<"hand" | "reset" | null>(null);
  const { busy, run } = useDeed();
  const { rotate } = useSecurityDeeds(station.ocpp_id);
  const { has_password: has, offered } = credentials;
  const step = rotationStep(credentials);
  const mayRotate = may("commands:write");
  const why = !mayRotate ? t("security.denied") : station.online ? null : t("station.until.offline");
  return (
    <>
      <p className="flex items-start gap-2 text-sm">
        <KeyRound size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-3" />
        <span className="min-w-0">
          <b className="font-[600]">{t(has ? "security.password.has" : "security.password.none")}</b>{" "}
          {t(has || step === "none" ? `security.rotation.${step}` : `security.first.${step}`)}
        </span>
      </p>
      {!has && station.unauthenticated_until && (
        <p className="mt-1 text-xs text-ink-2">
          {t("security.open.until", { moment: moment(station.unauthenticated_until, Date.now()) })}
        </p>
      )}
      {offered.length > 0 && <Progress step={step} />}
      <Deeds why={why}>
        <Button disabled={busy || why !== null} onClick={() => run(rotate)}>
          <RefreshCw size={15} aria-hidden="true" />
          {t("security.rotate")}
        </Button>
        {step === "accepted" && mayRotate && (
          <Button disabled={!station.online} onClick={() => setDialog("reset")}>
            <RotateCw size={15} aria-hidden="true" />
            {t("station.reset")}
          </Button>
        )}
        {may("stations:write") && <Button onClick={() => setDialog("hand")}>{t("security.by-hand")}</Button>}
      </Deeds>
      <CredentialHistory history={credentials.history} />
      {dialog === "hand" && <PasswordDialog station={station} onClose={() => setDialog(null)} />}
      {dialog === "reset" && <ResetDialog station={station} onClose={() => setDialog(null)} />}
    </>
  );
}

/** A rotation on its way: made and offered, accepted, used. */
function Progress({ step }: { step: RotationStep }) {
  const accepted = step === "accepted";
  return (
    <ol className="mt-3 space-y-2.5" aria-label={t("security.rotation")}>
      <StepLine state="done">{t("security.step.offered")}</StepLine>
      <StepLine state={accepted ? "done" : "now"}>{t("security.step.accepted")}</StepLine>
      <StepLine state={accepted ? "now" : "later"}>{t("security.step.used")}</StepLine>
    </ol>
  );
}
