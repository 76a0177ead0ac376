import type { ReactNode } from "react";
import { type Draft, frameText } from "@/lib/actions/draft";
import { t } from "@/lib/i18n";

type Props = { action: string; payload: Draft; aside?: ReactNode };

/** The frame as it will go out; only its id is chosen when it is sent. */
export function FramePreview({ action, payload, aside }: Props) {
  return (
    <div className="px-5 py-2.5 border-t border-line">
      <div className="flex items-center justify-between">
        <span className="text-2xs font-[600] text-ink-3">{t("send.frame")}</span>
        {aside}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long frame is scrolled by the keyboard too */}
      <section tabIndex={0} aria-label={t("send.frame")} className="mt-1 max-h-20 overflow-y-auto">
        <code className="code block text-xs leading-5 text-ink-2 break-all">
          {frameText(action, payload, t("send.frame.id"))}
        </code>
      </section>
    </div>
  );
}
