import { RotateCw, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { ResetDialog } from "@/components/station/reset-dialog";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { t } from "@/lib/i18n";
import { Deeds } from "./facts";
import { ProfileDialog } from "./profile-dialog";
import { PROFILES, type Profile } from "./rotation";

export function profileName(profile: number): string {
  const known = PROFILES.find((one) => one === profile) ?? 0;
  return t(`security.profile.${known satisfies Profile}`);
}

/** The security profile that is in force, and the one that was offered to the station. */
export function ProfileCard({ station }: { station: Station }) {
  const [dialog, setDialog] = useState<"change" | "reset" | null>(null);
  const { security_profile: now, raised_profile: wanted } = station;
  const mayChange = may("commands:write") && may("stations:write");
  return (
    <Card title={t("security.profile")}>
      <div className="px-4 pb-4">
        <p className="flex items-start gap-2 text-sm">
          <ShieldCheck size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-ink-3" />
          <span className="min-w-0">
            <b className="font-[600]">{t("security.profile.now", { profile: now })}</b> {profileName(now)}
          </span>
        </p>
        {wanted !== null && (
          <p className="mt-3 rounded-ctl bg-accent-tint px-3 py-2.5 text-sm">
            <b className="font-[600]">{t("security.profile.offered", { profile: wanted })}</b>{" "}
            {t("security.profile.offered.text")}
          </p>
        )}
        <Deeds why={mayChange ? null : t("security.denied")}>
          <Button disabled={!mayChange} onClick={() => setDialog("change")}>
            {t("security.profile.change")}
          </Button>
          {wanted !== null && mayChange && (
            <Button disabled={!station.online} onClick={() => setDialog("reset")}>
              <RotateCw size={15} aria-hidden="true" />
              {t("station.reset")}
            </Button>
          )}
        </Deeds>
      </div>
      {dialog === "change" && <ProfileDialog station={station} onClose={() => setDialog(null)} />}
      {dialog === "reset" && <ResetDialog station={station} onClose={() => setDialog(null)} />}
    </Card>
  );
}
