import { Play } from "lucide-react";
import { useState } from "react";
import { startCharge } from "@/api/station-actions";
import type { Station } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { StateBadge, stateName } from "@/components/ui/state";
import { useConnectors } from "@/components/ui/station-cells";
import { shownState } from "@/lib/feed/fleet";
import { t } from "@/lib/i18n";
import { keepTag, lastTag } from "@/lib/last-tag";

export const READY = new Set(["Available", "Preparing", "Finishing", "Reserved"]);

/** One big button per connector, and the tag that pays. */
export function StartDialog({ station, onClose }: { station: Station; onClose: () => void }) {
  const [tag, setTag] = useState(lastTag);
  const connectors = useConnectors(station.ocpp_id);
  const start = (connector: number) => {
    keepTag(tag.trim());
    void startCharge(station.ocpp_id, connector, tag.trim());
    onClose();
  };
  return (
    <Dialog title={t("start.title", { station: station.ocpp_id })} onClose={onClose}>
      <div className="p-5 space-y-4">
        <Field
          label={t("start.tag")}
          help={t("start.tag.help")}
          value={tag}
          maxLength={20}
          autoComplete="off"
          onChange={(event) => setTag(event.target.value)}
        />
        <ul className="space-y-2">
          {connectors.map((row) => {
            const state = shownState(row);
            const ready = READY.has(state) && !row.blocked && tag.trim() !== "";
            const number = row.connector_number;
            return (
              <li key={number}>
                <Button
                  size="large"
                  look={ready ? "primary" : "plain"}
                  disabled={!ready}
                  title={stateName(state)}
                  onClick={() => start(number)}
                  className="!justify-start"
                >
                  <Play size={17} aria-hidden="true" />
                  {t("start.connector", { number })}
                  <span className="ml-auto">
                    <StateBadge state={state} />
                  </span>
                </Button>
              </li>
            );
          })}
        </ul>
      </div>
      <DialogFoot>
        <Button onClick={onClose}>{t("start.cancel")}</Button>
      </DialogFoot>
    </Dialog>
  );
}
