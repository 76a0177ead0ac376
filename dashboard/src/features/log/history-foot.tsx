import { History } from "lucide-react";
import { MOST_BACK, type useHistory } from "@/api/frame-history";
import { Button } from "@/components/ui/button";
import { count, moment } from "@/lib/format";
import { t } from "@/lib/i18n";

type Props = { history: ReturnType<typeof useHistory>; now: number };

/** The end of the list: how far back it reaches, and the way further back. */
export function HistoryFoot({ history, now }: Props) {
  const { reached, older, loading, failed, full, beyond } = history;
  if (!reached) return null;
  return (
    <div className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 min-h-12 px-4 py-2 text-sm text-ink-2">
      <span role="status">
        {loading ? t("list.loading") : t("log.back.reached", { time: moment(reached, now) })}
      </span>
      {failed && !loading && <span className="text-danger">{t("error.title")}</span>}
      {full && <span>{t("log.back.full", { count: count(MOST_BACK) })}</span>}
      {older && (
        <Button onClick={older}>
          <History size={15} aria-hidden="true" />
          {t(beyond ? "log.back.day" : "log.back.more")}
        </Button>
      )}
      {!older && !full && !loading && <span>{t("log.back.all")}</span>}
    </div>
  );
}
