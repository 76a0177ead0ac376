import { EvCharger } from "lucide-react";
import { stationAddress, useSystem } from "@/api/system";
import { Asked } from "@/components/ui/asked";
import { CopyField } from "@/components/ui/copy-field";
import { Notice } from "@/components/ui/notice";
import { t } from "@/lib/i18n";

/** The empty overview: how the first station comes here. */
export default function FirstStation() {
  const system = useSystem();
  return (
    <Notice icon={EvCharger} title={t("empty.fleet.title")}>
      <p className="mt-2">{t("empty.fleet.text")}</p>
      <div className="mt-3">
        <Asked asked={system} rows={1}>
          {({ addresses }) => <CopyField text={`${stationAddress(addresses, location.hostname)}/`} />}
        </Asked>
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
