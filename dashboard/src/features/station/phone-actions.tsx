import { Play, RotateCw, Square } from "lucide-react";
import { useState } from "react";
import { may } from "@/api/session";
import { stopCharge } from "@/api/station-actions";
import type { Station } from "@/api/stations";
import { ResetDialog } from "@/components/station/reset-dialog";
import { Button } from "@/components/ui/button";
import { useConnectors } from "@/components/ui/station-cells";
import { t } from "@/lib/i18n";
import { StartDialog } from "./start-dialog";

/** On a phone: start and stop within reach of a thumb, above the bottom bar. */
export function PhoneActions({ station }: { station: Station }) {
  const [dialog, setDialog] = useState<"start" | "reset" | null>(null);
  const running = useConnectors(station.ocpp_id).filter((row) => row.transaction !== null);
  const close = () => setDialog(null);
  if (!may("commands:write")) return null;
  return (
    <div className="sm:hidden fixed bottom-[64px] inset-x-0 z-20 flex gap-2 p-3 bg-surface border-t border-line">
      <Button
        look="primary"
        className="!h-11 flex-1"
        disabled={!station.online}
        onClick={() => setDialog("start")}
      >
        <Play size={16} aria-hidden="true" />
        {t("station.start")}
      </Button>
      {running.slice(0, 1).map((row) => (
        <Button
          key={row.connector_number}
          className="!h-11 flex-1"
          disabled={!station.online}
          onClick={() => void stopCharge(row.transaction ?? "")}
        >
          <Square size={16} aria-hidden="true" />
          {t("station.stop.number", { connector: row.connector_number })}
        </Button>
      ))}
      <Button
        className="!h-11 !w-11 !p-0"
        aria-label={t("station.reset")}
        disabled={!station.online}
        onClick={() => setDialog("reset")}
      >
        <RotateCw size={16} aria-hidden="true" />
      </Button>
      {dialog === "start" && <StartDialog station={station} onClose={close} />}
      {dialog === "reset" && <ResetDialog station={station} onClose={close} />}
    </div>
  );
}
