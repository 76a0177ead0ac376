import { type FormEvent, useState } from "react";
import type { Station } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Select } from "@/components/ui/select";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";
import { profileName } from "./profile-card";
import { higherProfiles, PROFILES, type Profile } from "./rotation";
import { useSecurityDeeds } from "./use-security";

type Way = "station" | "here";

/** Either the station is told and both levels are good until it comes, or only the gateway changes its mind. */
export function ProfileDialog({ station, onClose }: { station: Station; onClose: () => void }) {
  const now = station.security_profile;
  const higher = higherProfiles(now);
  const canTell = station.online && higher.length > 0;
  const [way, setWay] = useState<Way>(canTell ? "station" : "here");
  const choices: readonly Profile[] = way === "station" ? higher : PROFILES.filter((one) => one !== now);
  const [wanted, setWanted] = useState<number>(higher[0] ?? 0);
  const { busy, wrong, run } = useDeed();
  const deeds = useSecurityDeeds(station.ocpp_id);
  const profile = choices.find((one) => one === wanted) ?? choices[0] ?? now;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(async () => {
      if (way === "station") await deeds.raiseProfile(profile);
      else await deeds.edit({ security_profile: profile });
      onClose();
    });
  };
  return (
    <Dialog title={t("security.profile.title", { station: station.ocpp_id })} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="p-5 space-y-4 text-sm">
          <fieldset className="space-y-3">
            <legend className="sr-only">{t("security.profile.way")}</legend>
            {(["station", "here"] as const).map((one) => {
              const off = one === "station" && !canTell;
              const missing = station.online ? "security.way.station.highest" : "station.until.offline";
              return (
                <label key={one} className="flex items-start gap-2.5 min-h-10">
                  <input
                    type="radio"
                    name="way"
                    value={one}
                    checked={way === one}
                    disabled={off}
                    onChange={() => setWay(one)}
                    className="mt-0.5 size-4 shrink-0 accent-[var(--primary)]"
                  />
                  <span>
                    <span className={off ? "text-ink-3" : "font-[580]"}>{t(`security.way.${one}`)}</span>
                    <span className="block text-xs text-ink-3">
                      {off ? t(missing) : t(`security.way.${one}.help`)}
                    </span>
                  </span>
                </label>
              );
            })}
          </fieldset>
          <Select
            label={t("security.profile")}
            value={String(profile)}
            onChange={(event) => setWanted(Number(event.target.value))}
            options={choices.map((one) => ({ value: String(one), label: `${one}: ${profileName(one)}` }))}
          />
          <WrongNote wrong={wrong} />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("form.cancel")}</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {t(way === "station" ? "security.profile.send" : "form.save")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
