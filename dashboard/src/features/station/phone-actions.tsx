import { Play, RotateCw, Square } from "lucide-react";
import { useState } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { ResetDialog } from "@/components/station/reset-dialog";
import { Button } from "@/components/ui/button";
import { useConnectors } from "@/components/ui/station-cells";
import { t } from "@/lib/i18n";
import { StartStopSheet } from "./start-stop-sheet";

/** On a phone: start and stop within reach of a thumb, above the bottom bar. Both open the sheet that acts. */
export function PhoneActions({ station }: { station: Station }) {
  const [dialog, setDialog] = useState<"sheet" | "reset" | null>(null);
  const running = useConnectors(station.ocpp_id).filter((row) => row.transaction !== null);
  const close = () => setDialog(null);
  if (!may("commands:write")) return null;
  return (
    <div className="sm:hidden fixed bottom-[64px] inset-x-0 z-20 flex flex-wrap gap-2 p-3 bg-surface border-t border-line">
      {!station.online && <p className="basis-full text-xs text-ink-3">{t("phone.offline")}</p>}
      <Button
        look="primary"
        className="!h-11 flex-1"
        disabled={!station.online}
        onClick={() => setDialog("sheet")}
      >
        <Play size={16} aria-hidden="true" />
        {t("station.start")}
      </Button>
      {running.length > 0 && (
        <Button className="!h-11 flex-1" disabled={!station.online} onClick={() => setDialog("sheet")}>
          <Square size={16} aria-hidden="true" />
          {running.length === 1
            ? t("station.stop.number", { connector: running[0]?.connector_number ?? "" })
            : t("station.stop")}
        </Button>
      )}
      <Button
        className="!h-11 !w-11 !p-0"
        aria-label={t("station.reset")}
        disabled={!station.online}
        onClick={() => setDialog("reset")}
      >
        <RotateCw size={16} aria-hidden="true" />
      </Button>
      {dialog === "sheet" && <StartStopSheet station={station} onClose={close} />}
      {dialog === "reset" && <ResetDialog station={station} onClose={close} />}
    </div>
  );
}
