import { clsx } from "clsx";
import { Download, Pause, Play, ScrollText } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import type { useHistory } from "@/api/frame-history";
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
import { followedStation, matches, parseQuery, serverFilter, writeQuery } from "@/lib/frames/query";
import { t } from "@/lib/i18n";
import { useShortcuts } from "@/lib/keys";
import { useNow } from "@/lib/now";
import { navigate, useSearch } from "@/lib/router";
import { useRoomy } from "@/lib/wide";
import { ExportDialog } from "./export-dialog";
import { HistoryFoot } from "./history-foot";
import { LogPulse } from "./log-pulse";
import { QueryField } from "./query-field";

/** A list of so many rows fills any window. */
const FILLED = 40;
const SOUGHT_PAGES = 10;

/** What stations and gateway say to each other, as they say it. */
export default function LogPage() {
  const { q = "" } = useSearch();
  const [paused, setPaused] = useState(false);
  const [chosenKey, setChosenKey] = useState<string | null>(null);
  const [exporting, setExporting] = useState(false);
  const now = useNow();
  const roomy = useRoomy();
  const terms = useMemo(() => parseQuery(q), [q]);
  const filter = useMemo(() => serverFilter(terms, Date.now()), [terms]);
  const { exchanges, waiting, history } = useExchanges(followedStation(terms), filter, paused);
  const shown = useMemo(
    () => (terms.length === 0 ? exchanges : exchanges.filter((one) => matches(terms, one, Date.now()))),
    [exchanges, terms],
  );
  // What only this page can look for is sought in some pages of the log at once, further back when somebody says so.
  const { older, beyond, pages, failed } = history;
  const short = shown.length < FILLED && pages < SOUGHT_PAGES && !failed;
  useEffect(() => {
    if (short && !beyond) older?.();
  }, [short, beyond, older]);
  const change = (query: string) => navigate({ to: "/log", search: { q: query }, replace: true });
  const chosen = shown.find((one) => one.key === chosenKey);
  const step = (by: 1 | -1) => {
    const at = shown.findIndex((one) => one.key === chosenKey);
    const next = shown[at + by];
    if (next) setChosenKey(next.key);
  };
  const follow = (station: string) => {
    const others = terms.filter((term) => term.field !== "station");
    change(writeQuery([{ field: "station", value: station, not: false }, ...others]));
    setPaused(false);
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
  if (history.isError && exchanges.length === 0) {
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return <ProblemNotice problem={history.error} role={role} onRetry={() => void history.refetch()} />;
  }
  const detail = chosen && (
    <ExchangeDetail
      key={chosen.key}
      exchange={chosen}
      onStep={step}
      onClose={() => setChosenKey(null)}
      onFollow={followedStation(terms) === null ? follow : undefined}
    />
  );
  return (
    <div className="flex flex-1 min-h-0">
      <div className="flex-1 min-w-0 flex flex-col">
        <div className={clsx("flex items-center gap-2 p-3 sm:px-4", detail && "lg:max-xl:pr-[432px]")}>
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
          <Button
            look="quiet"
            size="icon"
            aria-label={t("log.export")}
            title={t("log.export")}
            onClick={() => setExporting(true)}
          >
            <Download size={16} aria-hidden="true" />
          </Button>
        </div>
        <LogPulse exchanges={exchanges} now={now} />
        <LogBody
          loading={history.isPending && exchanges.length === 0}
          history={history}
          paused={paused}
          onRead={() => setPaused(true)}
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
          className="w-[416px] shrink-0 border-l border-line bg-surface top-[51px] h-[calc(100vh-51px)] overflow-y-auto xl:sticky max-xl:fixed max-xl:right-0 max-xl:z-20 max-xl:shadow-dialog"
        >
          {detail}
        </aside>
      )}
      {detail && !roomy && (
        <Dialog
          title={t("log.detail")}
          hideTitle
          onClose={() => setChosenKey(null)}
          className="!max-w-full !w-full !h-full !max-h-full !m-0 !rounded-none"
        >
          <div className="h-full overflow-y-auto pb-6">{detail}</div>
        </Dialog>
      )}
      {exporting && (
        <ExportDialog
          terms={terms}
          shown={shown}
          reached={history.reached}
          onClose={() => setExporting(false)}
        />
      )}
    </div>
  );
}

type BodyProps = {
  loading: boolean;
  history: ReturnType<typeof useHistory>;
  paused: boolean;
  onRead: () => void;
  shown: readonly Exchange[];
  filtered: boolean;
  now: number;
  chosen: string | null;
  onChoose: (exchange: Exchange) => void;
  onClear: () => void;
};

function LogBody(props: BodyProps) {
  const { loading, history, paused, onRead, shown, filtered, now, chosen, onChoose, onClear } = props;
  if (loading) return <Skeleton rows={14} />;
  const foot = <HistoryFoot history={history} now={now} />;
  if (shown.length === 0) {
    const clear = filtered && <Button onClick={onClear}>{t("log.none.clear")}</Button>;
    return (
      <>
        <Notice icon={ScrollText} title={t("log.none.title")} actions={clear || undefined}>
          {t(filtered ? "log.none.filtered" : "log.none.text")}
        </Notice>
        {foot}
      </>
    );
  }
  return (
    <ExchangeList
      exchanges={shown}
      now={now}
      chosen={chosen}
      onChoose={onChoose}
      withStation
      onEnd={history.beyond ? undefined : history.older}
      onLeaveTop={onRead}
      follow={!paused}
      foot={foot}
      className="h-[calc(100vh-222px)] max-sm:h-[calc(100vh-270px)]"
    />
  );
}
