import { ArrowRight } from "lucide-react";
import type { Schemas } from "@/api/client";
import { Button } from "@/components/ui/button";
import { bothTimes, moment } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { Link } from "@/lib/router";
import { detailOf, differences } from "./difference";

export type AuditEntry = Schemas["AuditEntry"];
type Props = {
  entries: AuditEntry[];
  more: (() => void) | undefined;
  /** On the page of one station its name says nothing: what exactly was done stands there. */
  ofStation?: string;
};

/** Who did what, newest first; what it has changed is behind each line. */
export function AuditList({ entries, more, ofStation }: Props) {
  return (
    <>
      <ul>
        {entries.map((entry) => (
          <Entry key={entry.id} entry={entry} ofStation={ofStation} />
        ))}
      </ul>
      {more && (
        <p className="p-3 text-center border-t border-line">
          <Button onClick={more}>{t("list.more")}</Button>
        </p>
      )}
    </>
  );
}

function Entry({ entry, ofStation }: { entry: AuditEntry; ofStation: string | undefined }) {
  const now = useNow();
  const changed = differences(entry.before, entry.after);
  const subject = ofStation ? detailOf(entry, ofStation) : (entry.station ?? entry.subject);
  const line = (
    <>
      <time
        dateTime={entry.at}
        title={bothTimes(entry.at)}
        className="text-ink-3 tabular-nums sm:w-36 shrink-0"
      >
        {moment(entry.at, now)}
      </time>
      <span className="font-[600] sm:w-56 shrink-0 break-all">{entry.action}</span>
      <span className="min-w-0 flex-1 max-sm:basis-full normal-nums [overflow-wrap:anywhere]">{subject}</span>
      <span className="text-ink-2 break-all normal-nums">
        {entry.actor}
        <span className="text-xs text-ink-3"> · {t(`audit.kind.${entry.actor_kind}`)}</span>
      </span>
    </>
  );
  const look = "flex flex-wrap items-baseline gap-x-4 gap-y-0.5 px-4 py-2.5 text-sm";
  if (changed.length === 0) return <li className={`border-t border-line ${look}`}>{line}</li>;
  return (
    <li className="border-t border-line">
      <details className="group">
        <summary className={`${look} cursor-pointer rowx list-none`}>
          {line}
          <span className="text-xs text-accent underline underline-offset-3">
            {t("audit.changes", { count: changed.length })}
          </span>
        </summary>
        <Changes entry={entry} />
      </details>
    </li>
  );
}

function Changes({ entry }: { entry: AuditEntry }) {
  return (
    <div className="px-4 pb-4 text-sm">
      <dl className="rounded-ctl bg-sunken border border-line divide-y divide-line">
        {differences(entry.before, entry.after).map((one) => (
          <div key={one.name} className="grid gap-x-4 gap-y-1 px-3 py-2 sm:grid-cols-[220px_1fr]">
            <dt className="text-ink-2 break-all">{one.name}</dt>
            <dd className="flex flex-wrap items-center gap-2 min-w-0">
              {one.before !== null && (
                <del className="code break-all rounded-chip px-1 bg-danger-tint text-danger">
                  {one.before}
                </del>
              )}
              {one.before !== null && one.after !== null && (
                <ArrowRight size={14} aria-label={t("audit.becomes")} className="text-ink-3 shrink-0" />
              )}
              {one.after !== null && (
                <ins className="code break-all rounded-chip px-1 bg-ok-tint text-ok no-underline">
                  {one.after}
                </ins>
              )}
              {one.after === null && <span className="text-xs text-ink-3">{t("audit.removed")}</span>}
            </dd>
          </div>
        ))}
      </dl>
      <p className="mt-2 flex flex-wrap gap-x-4 text-xs text-ink-3">
        {entry.remote_address && <span>{t("audit.from", { address: entry.remote_address })}</span>}
        {entry.station && (
          <Link
            to="/stations/$station"
            params={{ station: entry.station }}
            className="underline underline-offset-3"
          >
            {t("audit.station", { station: entry.station })}
          </Link>
        )}
      </p>
    </div>
  );
}
