import { EvCharger } from "lucide-react";
import { CopyField } from "@/components/ui/copy-field";
import { Notice } from "@/components/ui/notice";
import { t } from "@/lib/i18n";

const STATION_PORT = 9000;

/** The empty overview: how the first station comes here. */
export default function FirstStation() {
  const scheme = location.protocol === "https:" ? "wss" : "ws";
  const address = `${scheme}://${location.hostname}:${STATION_PORT}/ocpp/`;
  return (
    <Notice icon={EvCharger} title={t("empty.fleet.title")}>
      <p className="mt-2">{t("empty.fleet.text")}</p>
      <div className="mt-3">
        <CopyField text={address} />
      </div>
      <p className="mt-5 inline-flex items-center gap-2 text-ok text-xs font-[550]">
        <span className="size-1.5 rounded-full bg-ok live-dot dot-ok" />
        {t("empty.fleet.listening")}
      </p>
      <p className="mt-5">{t("empty.fleet.demo")}</p>
      <div className="mt-3">
        <CopyField text="./gateway demo" />
      </div>
    </Notice>
  );
}
