import { reset } from "@/api/station-actions";
import type { Station } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { useConnectors } from "@/components/ui/station-cells";
import { t } from "@/lib/i18n";

/** The consequence first; the safe button says what it keeps. */
export function ResetDialog({ station, onClose }: { station: Station; onClose: () => void }) {
  const charging = useConnectors(station.ocpp_id).filter((row) => row.transaction !== null).length;
  const act = (type: "Soft" | "Hard") => {
    void reset(station.ocpp_id, type);
    onClose();
  };
  return (
    <Dialog title={t("reset.title", { station: station.ocpp_id })} onClose={onClose}>
      <p className="px-5 py-4 text-sm">
        {charging > 0 ? (
          <b className="font-[650]">{t("reset.consequence", { count: charging })}</b>
        ) : (
          t("reset.calm")
        )}
      </p>
      <DialogFoot>
        <Button onClick={onClose}>{t("reset.keep")}</Button>
        <Button look={charging > 0 ? "danger" : "plain"} onClick={() => act("Hard")}>
          {t("reset.hard")}
        </Button>
        <Button look={charging > 0 ? "danger" : "primary"} onClick={() => act("Soft")}>
          {t("reset.soft")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
