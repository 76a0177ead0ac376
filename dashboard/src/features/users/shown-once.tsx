import { Button } from "@/components/ui/button";
import { CopyField } from "@/components/ui/copy-field";
import { DialogFoot } from "@/components/ui/dialog";
import { t } from "@/lib/i18n";

/** A password that was made: nobody can ask for it again. */
export function ShownOnce({
  who,
  password,
  onClose,
}: {
  who: string;
  password: string;
  onClose: () => void;
}) {
  return (
    <>
      <div className="p-5 space-y-3 text-sm">
        <p>{t("users.password.made", { who })}</p>
        <CopyField text={password} />
        <p className="text-xs text-ink-3">{t("users.password.once")}</p>
      </div>
      <DialogFoot>
        <Button look="primary" onClick={onClose}>
          {t("form.close")}
        </Button>
      </DialogFoot>
    </>
  );
}
