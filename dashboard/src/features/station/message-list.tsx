import { ScrollText } from "lucide-react";
import { useState } from "react";
import { useExchanges } from "@/api/frames";
import { ExchangeDetail } from "@/components/messages/exchange-detail";
import { ExchangeList } from "@/components/messages/exchange-list";
import { Card } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { writeQuery } from "@/lib/frames/query";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { Link, navigate, useSearch } from "@/lib/router";

/** What this station and the gateway say to each other, as it happens; a click shows both frames, by their address. */
export function MessageList({ station, className }: { station: string; className: string }) {
  const now = useNow();
  const search = useSearch();
  const chosenKey = search.message ?? null;
  const setChosenKey = (key: string | null) =>
    navigate({
      to: "/stations/$station",
      params: { station },
      search: { ...search, message: key ?? undefined },
      replace: true,
    });
  const [filter] = useState({ station });
  const { exchanges, history: asked } = useExchanges(station, filter, false);
  const chosen = exchanges.find((one) => one.key === chosenKey);
  const log = (
    <Link
      to="/log"
      search={{ q: writeQuery([{ field: "station", value: station, not: false }]) }}
      className="text-xs text-ink-2 underline underline-offset-3 decoration-line-3"
    >
      {t("log.follow")}
    </Link>
  );
  return (
    <Card title={t("station.messages")} actions={log}>
      {asked.isError && exchanges.length === 0 && (
        <ProblemNotice small problem={asked.error} onRetry={() => void asked.refetch()} />
      )}
      {asked.isPending && exchanges.length === 0 && <Skeleton rows={6} />}
      {!asked.isPending && !asked.isError && exchanges.length === 0 && (
        <Notice small icon={ScrollText} title={t("station.messages.none")} />
      )}
      {exchanges.length > 0 && (
        <ExchangeList
          exchanges={exchanges}
          now={now}
          chosen={chosenKey}
          onChoose={(one) => setChosenKey(one.key)}
          withStation={false}
          className={className}
        />
      )}
      {chosen && (
        <Dialog
          title={t("log.detail")}
          hideTitle
          onClose={() => setChosenKey(null)}
          className="sm:max-w-[600px]"
        >
          <div className="max-h-[85vh] overflow-y-auto">
            <ExchangeDetail exchange={chosen} onClose={() => setChosenKey(null)} />
          </div>
        </Dialog>
      )}
    </Card>
  );
}
