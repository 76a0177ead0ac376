import { Check, CircleX, Hourglass } from "lucide-react";
import { useState } from "react";
import { type Admitted, approve, type Credential, reject, usualCredential } from "@/api/admission";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { ApproveDialog } from "@/components/station/approve-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { CopyField } from "@/components/ui/copy-field";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { Deeds } from "./facts";
import { useSecurityDeeds } from "./use-security";

const SIGNS = { accepted: Check, pending: Hourglass, rejected: CircleX } as const;

/** Whether the station is let in at all: approve, turn away, or end its life here. */
export function RegistrationCard({ station }: { station: Station }) {
  const { registration, ocpp_id: id } = station;
  const [dialog, setDialog] = useState<"approve" | "reject" | "archive" | null>(null);
  const [admitted, setAdmitted] = useState<Admitted | null>(null);
  const { busy, wrong, run } = useDeed();
  const { archive, again } = useSecurityDeeds(id);
  const mayWrite = may("stations:write");
  const Sign = SIGNS[registration];
  const admit = (credential: Credential) =>
    run(async () => {
      setDialog(null);
      setAdmitted(await approve(id, credential));
      await again();
    });
  const turnAway = () =>
    run(async () => {
      await reject(id);
      setDialog(null);
      await again();
    });
  const end = () =>
    run(async () => {
      await archive();
      navigate({ to: "/stations" });
    });
  return (
    <Card title={t("security.registration")}>
      <div className="px-4 pb-4">
        <p className="flex items-start gap-2 text-sm">
          <Sign size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-3" />
          <span className="min-w-0">
            <b className="font-[600]">{t(`stations.registration.${registration}`)}.</b>{" "}
            {t(`security.registration.${registration}`)}
          </span>
        </p>
        {admitted?.password && (
          <div className="mt-3 space-y-1.5">
            <p className="text-sm font-[580]">{t("add.password")}</p>
            <CopyField text={admitted.password} />
            <p className="text-xs text-ink-2">{t("users.password.once")}</p>
          </div>
        )}
        {dialog !== "reject" && dialog !== "archive" && <WrongNote wrong={wrong} />}
        <Deeds why={mayWrite ? null : t("security.denied")}>
          {registration !== "accepted" && (
            <Button disabled={!mayWrite || busy} onClick={() => setDialog("approve")}>
              <Check size={15} aria-hidden="true" />
              {t("knock.approve")}
            </Button>
          )}
          {registration !== "rejected" && (
            <Button disabled={!mayWrite || busy} onClick={() => setDialog("reject")}>
              {t("security.reject")}
            </Button>
          )}
          <Button look="quiet" disabled={!mayWrite || busy} onClick={() => setDialog("archive")}>
            {t("security.archive")}
          </Button>
        </Deeds>
      </div>
      {dialog === "approve" && (
        <ApproveDialog
          station={station}
          usual={usualCredential(station)}
          onClose={() => setDialog(null)}
          onChoose={admit}
        />
      )}
      {dialog === "reject" && (
        <ConfirmDialog
          title={t("security.reject.title", { station: id })}
          consequence={t("security.reject.consequence")}
          keep={t("security.reject.keep")}
          act={t("security.reject")}
          busy={busy}
          wrong={wrong}
          onClose={() => setDialog(null)}
          onAct={turnAway}
        />
      )}
      {dialog === "archive" && (
        <ConfirmDialog
          title={t("security.archive.title", { station: id })}
          consequence={t("security.archive.consequence")}
          keep={t("security.archive.keep")}
          act={t("security.archive")}
          busy={busy}
          wrong={wrong}
          onClose={() => setDialog(null)}
          onAct={end}
        />
      )}
    </Card>
  );
}
