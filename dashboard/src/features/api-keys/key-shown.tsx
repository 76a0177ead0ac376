import { KeyRound } from "lucide-react";
import { Card } from "@/components/ui/card";
import { CopyField } from "@/components/ui/copy-field";
import { t } from "@/lib/i18n";
import type { MadeKey } from "./api-keys-page";

/** The text of a key that was just made: only its hash is stored. */
export function KeyShown({ made }: { made: MadeKey }) {
  return (
    <Card>
      <div className="flex gap-4 p-4">
        <span className="grid place-items-center size-9 shrink-0 rounded-full bg-ok-tint text-ok max-sm:hidden">
          <KeyRound size={17} aria-hidden="true" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="text-sm font-[620]" role="status">
            {t("keys.ready", { name: made.name })}
          </h2>
          <p className="mb-3 text-xs text-ink-2">{t("keys.ready.text")}</p>
          <CopyField text={made.key} />
        </div>
      </div>
    </Card>
  );
}
