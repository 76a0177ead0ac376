import { age, bothTimes, UNKNOWN } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";

/** How long ago, kept current; the moment itself in both times on hover. */
export function Age({
  since,
  ago,
  className,
}: {
  since: string | null | undefined;
  ago?: boolean;
  className?: string;
}) {
  const now = useNow();
  if (!since) return <span className={className}>{UNKNOWN}</span>;
  const ms = now - Date.parse(since);
  const past = age(ms);
  return (
    <time dateTime={since} title={bothTimes(since)} className={className}>
      {ago && ms >= 1000 ? t("age.ago", { age: past }) : past}
    </time>
  );
}
