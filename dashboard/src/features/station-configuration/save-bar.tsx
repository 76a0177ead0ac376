import { Button } from "@/components/ui/button";
import type { Wrong } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";

type Props = {
  count: number;
  sendable: boolean;
  online: boolean;
  busy: boolean;
  wrong: Wrong | null;
  onDiscard: () => void;
  onSave: () => void;
};

/** The collected changes: how many, and both ways to be done with them. It stays in sight while the list is long. */
export function SaveBar({ count, sendable, online, busy, wrong, onDiscard, onSave }: Props) {
  const why = sendable ? (online ? null : t("configuration.save.offline")) : t("configuration.save.wrong");
  return (
    <section
      aria-label={t("configuration.changes.label")}
      className="sticky bottom-4 max-sm:bottom-[140px] z-20 mx-4 max-sm:mx-2 my-3 p-3 rounded-card bg-raised shadow-dialog border border-line text-sm"
    >
      <div className="flex flex-wrap items-center gap-2">
        <span className="font-[620]" aria-live="polite">
          {t("configuration.changes", { count })}
        </span>
        {/* Beside the count: the toasts of the commands that are on their way stand to the right. */}
        <span className="flex gap-2 max-sm:w-full max-sm:[&>*]:flex-1">
          <Button disabled={busy} onClick={onDiscard}>
            {t("configuration.discard")}
          </Button>
          <Button look="primary" disabled={busy || !sendable} onClick={onSave}>
            {t(online ? "configuration.save" : "configuration.save.later")}
          </Button>
        </span>
        {why && <span className="text-xs text-ink-2 min-w-0">{why}</span>}
      </div>
      <WrongNote wrong={wrong} />
    </section>
  );
}
