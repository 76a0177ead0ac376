import { Pause, Play, ScrollText } from "lucide-react";
import { useMemo, useState } from "react";
import { useExchanges } from "@/api/frames";
import { sessionState } from "@/api/session";
import { ExchangeDetail } from "@/components/messages/exchange-detail";
import { ExchangeList } from "@/components/messages/exchange-list";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import type { Exchange } from "@/lib/frames/exchanges";
import { followedStation, matches, parseQuery, serverFilter } from "@/lib/frames/query";
import { t } from "@/lib/i18n";
import { useShortcuts } from "@/lib/keys";
import { useNow } from "@/lib/now";
import { navigate, useSearch } from "@/lib/router";
import { useRoomy } from "@/lib/wide";
import { LogPulse } from "./log-pulse";
import { QueryField } from "./query-field";

/** What stations and gateway say to each other, as they say it. */
export default function LogPage() {
  const { q = "" } = useSearch();
  const [paused, setPaused] = useState(false);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const now = useNow();
  const roomy = useRoomy();
  const terms = useMemo(() => parseQuery(q), [q]);
  const filter = useMemo(() => serverFilter(terms, Date.now()), [terms]);
  const { exchanges, waiting, asked } = useExchanges(followedStation(terms), filter, paused);
  const shown = useMemo(
    () => (terms.length === 0 ? exchanges : exchanges.filter((one) => matches(terms, one, Date.now()))),
    [exchanges, terms],
  );
  const change = (query: string) => navigate({ to: "/log", search: { q: query }, replace: true });
  const chosen = shown.find((one) => one.key === chosenKey);
  const step = (by: 1 | -1) => {
    const at = shown.findIndex((one) => one.key === chosenKey);
    const next = shown[at + by];
    if (next) setChosenKey(next.key);
  };
  const walk = (by: 1 | -1) => {
    setPaused(true);
    if (chosen) step(by);
    else setChosenKey(shown[0]?.key ?? null);
  };
  useShortcuts({
    "log.next": () => walk(1),
    "log.previous": () => walk(-1),
    "log.pause": () => setPaused(!paused),
  });
  if (asked.isError && exchanges.length === 0) {
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return <ProblemNotice problem={asked.error} role={role} onRetry={() => void asked.refetch()} />;
  }
  const detail = chosen && (
    <ExchangeDetail exchange={chosen} onStep={step} onClose={() => setChosenKey(null)} />
  );
  return (
    <div className="flex flex-1 min-h-0">
      <div className="flex-1 min-w-0 flex flex-col">
        <div className="flex items-center gap-2 p-3 sm:px-4">
          <QueryField query={q} onChange={change} />
          <Button
            look={paused ? "primary" : "plain"}
            aria-pressed={paused}
            onClick={() => setPaused(!paused)}
            className="max-sm:!px-2.5"
          >
            {paused ? <Play size={15} aria-hidden="true" /> : <Pause size={15} aria-hidden="true" />}
            {paused ? t("log.resume", { count: waiting }) : t("log.pause")}
          </Button>
        </div>
        <LogPulse exchanges={exchanges} now={now} />
        <LogBody
          loading={asked.isPending && exchanges.length === 0}
          shown={shown}
          filtered={terms.length > 0}
          now={now}
          chosen={chosenKey}
          onChoose={(one) => {
            setChosenKey(one.key);
            setPaused(true);
          }}
          onClear={() => change("")}
        />
      </div>
      {detail && roomy && (
        <aside
          aria-label={t("log.detail")}
          className="w-[416px] shrink-0 border-l border-line bg-surface sticky top-[51px] h-[calc(100vh-51px)] overflow-y-auto"
        >
          {detail}
        </aside>
      )}
      {detail && !roomy && (
        <Dialog
          title={t("log.detail")}
          hideTitle
          onClose={() => setChosenKey(null)}
          className="sm:max-w-[560px]"
        >
          <div className="max-h-[85vh] overflow-y-auto">{detail}</div>
        </Dialog>
      )}
    </div>
  );
}

type BodyProps = {
  loading: boolean;
  shown: readonly Exchange[];
  filtered: boolean;
  now: number;
  chosen: string | null;
  onChoose: (exchange: Exchange) => void;
  onClear: () => void;
};

function LogBody({ loading, shown, filtered, now, chosen, onChoose, onClear }: BodyProps) {
  if (loading) return <Skeleton rows={14} />;
  if (shown.length === 0) {
    const clear = filtered && <Button onClick={onClear}>{t("log.none.clear")}</Button>;
    return (
      <Notice icon={ScrollText} title={t("log.none.title")} actions={clear || undefined}>
        {t(filtered ? "log.none.filtered" : "log.none.text")}
      </Notice>
    );
  }
  return (
    <ExchangeList
      exchanges={shown}
      now={now}
      chosen={chosen}
      onChoose={onChoose}
      withStation
      className="h-[calc(100vh-222px)] max-sm:h-[calc(100vh-270px)]"
    />
  );
}
