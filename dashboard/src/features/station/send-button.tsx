import { SquareTerminal } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { may, sessionState } from "@/api/session";
import { Button } from "@/components/ui/button";
import { t } from "@/lib/i18n";
import { insist } from "@/lib/insist";

const CommandDialog = lazy(() => insist(() => import("@/components/commands/command-dialog")));

/** Any action of OCPP for this station; who may not send one is told what it needs. */
export function SendButton({ station, telling }: { station: string; telling?: boolean }) {
  const [open, setOpen] = useState(false);
  const allowed = may("commands:write");
  const session = sessionState();
  const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : "";
  return (
    <>
      {!allowed && telling && (
        <span className="text-xs text-ink-2">{t("denied.text", { permission: "commands:write", role })}</span>
      )}
      {(allowed || telling) && (
        <Button disabled={!allowed} onClick={() => setOpen(true)}>
          <SquareTerminal size={15} aria-hidden="true" />
          {t("send.open")}
        </Button>
      )}
      {open && (
        <Suspense fallback={null}>
          <CommandDialog target={{ kind: "station", station }} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
