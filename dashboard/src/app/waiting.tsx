import { Mark } from "@/components/ui/mark";
import { t } from "@/lib/i18n";

/** Before it is known who is signed in. */
export function Waiting() {
  return (
    <div role="status" className="grid place-items-center min-h-screen bg-canvas">
      <Mark size={40} />
      <span className="sr-only">{t("list.loading")}</span>
    </div>
  );
}
