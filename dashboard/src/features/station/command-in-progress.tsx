import { X } from "lucide-react";
import { dismiss, idOf, useFollowed } from "@/api/following";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { CommandSteps } from "@/components/ui/command-steps";
import { actionName } from "@/components/ui/command-words";
import { t } from "@/lib/i18n";

export function CommandInProgress({ station }: { station: string }) {
  const followed = useFollowed();
  const own = followed.find((one) => one.kind === "command" && one.command.station === station);
  if (own?.kind !== "command") return null;
  const { command } = own;
  const close = (
    <Button look="quiet" size="icon" aria-label={t("command.close")} onClick={() => dismiss(idOf(own))}>
      <X size={15} aria-hidden="true" />
    </Button>
  );
  return (
    <Card title={t("station.progress")} actions={close}>
      <div className="px-4 pb-4" aria-live="polite">
        <div className="flex items-baseline gap-2 text-sm">
          <span className="font-[600]">{actionName(command.action)}</span>
          {command.requested_by && (
            <span className="ml-auto text-xs text-ink-2 truncate">
              {t("command.by", { who: command.requested_by })}
            </span>
          )}
        </div>
        <CommandSteps command={command} />
      </div>
    </Card>
  );
}
