import { CircleX, ShieldX } from "lucide-react";
import { t } from "@/lib/i18n";
import { Button } from "./button";
import { Notice } from "./notice";

type Props = { problem: unknown; role?: string; onRetry?: () => void; small?: boolean };
type Told = { status?: number; message?: string; missingPermission?: string | null };

/** A failed question: not allowed, not reachable, or refused; and what can be done. */
export function ProblemNotice({ problem, role, onRetry, small }: Props) {
  const { status = -1, message = "", missingPermission = null } = problem as Told;
  if (missingPermission !== null) {
    return (
      <Notice icon={ShieldX} title={t("denied.title")} small={small}>
        {t("denied.text", { permission: missingPermission, role: role ?? "" })}
      </Notice>
    );
  }
  // What is not there does not come by asking again.
  if (status === 404) return <Notice icon={CircleX} title={message} small={small} />;
  const text = status === 0 ? t("error.unreachable") : t("error.answer", { detail: message });
  const retry = onRetry && <Button onClick={onRetry}>{t("error.again")}</Button>;
  return (
    <Notice icon={CircleX} title={t("error.title")} small={small} actions={retry}>
      {text}
    </Notice>
  );
}
