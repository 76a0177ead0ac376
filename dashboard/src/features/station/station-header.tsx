import { Link2, MapPin, Play, RotateCw, ShieldCheck, WifiOff } from "lucide-react";
import { useState } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { ResetDialog } from "@/components/station/reset-dialog";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { useFleet } from "@/lib/feed/live";
import { rich, t } from "@/lib/i18n";
import { SendButton } from "./send-button";
import { StartDialog } from "./start-dialog";

/** The link, the age of its last word, what it is, and what can be done with the whole of it. */
export function StationHeader({ station }: { station: Station }) {
  const live = useFleet(`station:${station.ocpp_id}`).stations.get(station.ocpp_id);
  const last = live?.last_message_at ?? station.last_message_at;
  const address = station.location?.address;
  // A site stands in the name or the address of most stations already.
  const told = [station.name, address].some((text) => station.group && text?.includes(station.group));
  const place = [address, told ? null : station.group].filter(Boolean).join(", ");
  const kind = [station.vendor, station.model].filter(Boolean).join(" ");
  const age = <Age since={last} className="font-[580] text-ink" />;
  return (
    <div className="flex flex-wrap lg:flex-nowrap items-start gap-x-6 gap-y-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-2.5">
          <h2 className="text-[22px] leading-7 font-[650] tracking-[-.02em] max-sm:hidden break-all">
            <span className="id !whitespace-normal">{station.ocpp_id}</span>
          </h2>
          <OnlineBadge online={station.online} />
          <span className="text-sm text-ink-2">
            {last === null
              ? t("station.never")
              : rich(station.online ? "station.last" : "station.offline.since", { age })}
          </span>
        </div>
        <p className="mt-1.5 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-ink-2 break-words">
          {place && (
            <span className="inline-flex items-center gap-1">
              <MapPin size={14} aria-hidden="true" className="text-ink-3" />
              {place}
            </span>
          )}
          {station.name && <span>{station.name}</span>}
          {kind && <span>{kind}</span>}
          {station.firmware_version && (
            <span>{t("station.firmware", { version: station.firmware_version })}</span>
          )}
          {station.ocpp_version && <span>{t("station.ocpp", { version: station.ocpp_version })}</span>}
          <span className="inline-flex items-center gap-1">
            <ShieldCheck size={14} aria-hidden="true" className="text-ink-3" />
            {t("station.profile", { profile: station.security_profile })}
          </span>
        </p>
      </div>
      <HeaderActions station={station} />
    </div>
  );
}

function OnlineBadge({ online }: { online: boolean }) {
  return online ? (
    <span className="inline-flex items-center gap-1.5 h-[22px] px-2 rounded-[5px] bg-ok-tint text-ok text-xs font-[580]">
      <Link2 size={13} aria-hidden="true" />
      {t("stations.online")}
    </span>
  ) : (
    <span className="inline-flex items-center gap-1.5 h-[22px] px-2 rounded-[5px] bg-sunken border border-line text-ink text-xs font-[580]">
      <WifiOff size={13} aria-hidden="true" />
      {t("stations.offline")}
    </span>
  );
}

function HeaderActions({ station }: { station: Station }) {
  const [dialog, setDialog] = useState<"start" | "reset" | null>(null);
  const close = () => setDialog(null);
  if (!may("commands:write")) return null;
  const why = station.online ? undefined : t("station.until.offline");
  return (
    <div className="ml-auto flex shrink-0 items-center gap-2 max-sm:hidden">
      <SendButton station={station.ocpp_id} />
      {why && <span className="text-xs text-ink-3">{why}</span>}
      <Button disabled={!station.online} onClick={() => setDialog("reset")}>
        <RotateCw size={15} aria-hidden="true" />
        {t("station.reset")}
      </Button>
      <Button look="primary" disabled={!station.online} onClick={() => setDialog("start")}>
        <Play size={15} aria-hidden="true" />
        {t("station.start")}
      </Button>
      {dialog === "start" && <StartDialog station={station} onClose={close} />}
      {dialog === "reset" && <ResetDialog station={station} onClose={close} />}
    </div>
  );
}
