import { CircleCheck, CircleX, Clock, RotateCw, Send, TriangleAlert } from "lucide-react";
import { t } from "@/lib/i18n";
import { type Key, type WishStep, wishStep } from "./keys";

const LOOKS: Record<WishStep, { icon: typeof Clock; colour: string }> = {
  waits: { icon: Clock, colour: "text-ink-2" },
  sent: { icon: Send, colour: "text-accent" },
  accepted: { icon: CircleCheck, colour: "text-ok" },
  in_force: { icon: CircleCheck, colour: "text-ok" },
  differs: { icon: TriangleAlert, colour: "text-warn" },
  reboot: { icon: RotateCw, colour: "text-warn" },
  rejected: { icon: CircleX, colour: "text-danger" },
  not_supported: { icon: CircleX, colour: "text-danger" },
  failed: { icon: CircleX, colour: "text-danger" },
  no_answer: { icon: TriangleAlert, colour: "text-warn" },
};

/** What has become of a wanted value: a sign, a word, and why where there is a reason. */
export function WishSign({ entry }: { entry: Key }) {
  const step = wishStep(entry);
  if (step === null) return null;
  const { icon: Icon, colour } = LOOKS[step];
  const error = step === "failed" ? entry.wanted?.error : null;
  return (
    <span className="block min-w-0">
      <span className={`inline-flex items-start gap-1.5 font-[580] ${colour}`}>
        <Icon size={14} aria-hidden="true" className="mt-[3px] shrink-0" />
        {t(`configuration.wish.${step}`)}
      </span>
      {error && <span className="block text-xs text-ink-2 break-words">{error}</span>}
    </span>
  );
}
