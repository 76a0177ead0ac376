import type { Schemas } from "@/api/client";
import { bothTimes, moment } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";

const SHOWN = 6;

/** How password, profile and certificate last changed, newest first. */
export function CredentialHistory({ history }: { history: Schemas["CredentialEventShown"][] }) {
  const now = useNow();
  if (history.length === 0) return <p className="mt-4 text-xs text-ink-3">{t("security.history.none")}</p>;
  return (
    <section aria-label={t("security.history")} className="mt-4 border-t border-line pt-3">
      <h3 className="text-xs text-ink-3">{t("security.history")}</h3>
      <ol className="mt-1.5 space-y-1.5">
        {history.slice(0, SHOWN).map((one) => (
          <li key={`${one.at} ${one.what}`} className="flex flex-wrap gap-x-3 text-sm">
            <time
              dateTime={one.at}
              title={bothTimes(one.at)}
              className="w-28 shrink-0 text-ink-3 tabular-nums"
            >
              {moment(one.at, now)}
            </time>
            <span className="min-w-0 flex-1 basis-40">
              {t(`security.what.${one.what}`, { profile: one.security_profile ?? "" })}
              <span className="text-xs text-ink-3 break-all"> {t("command.by", { who: one.by })}</span>
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
