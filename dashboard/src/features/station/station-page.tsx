import { type ComponentType, lazy, Suspense, useEffect } from "react";
import { sessionState } from "@/api/session";
import { type Station, useStation } from "@/api/stations";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { useFleet } from "@/lib/feed/live";
import { t } from "@/lib/i18n";
import { insist } from "@/lib/insist";
import { useParam, useSearch } from "@/lib/router";
import { readStationTab, type StationTab } from "@/lib/search";
import { ConnectorTiles } from "./connector-tiles";
import { PhoneActions } from "./phone-actions";
import { StationHeader } from "./station-header";
import { Tabs } from "./tabs";

/** One tab of the page. Those that are features of their own are given by whoever knows both (`app/station-route`). */
export type StationTabPage = ComponentType<{ station: Station }>;
type OwnTab = "live" | "transactions" | "messages" | "commands" | "deviations";
export type OtherTabs = Record<Exclude<StationTab, OwnTab>, StationTabPage>;

const OWN: Record<OwnTab, StationTabPage> = {
  live: lazy(() => insist(() => import("./live-tab"))),
  transactions: lazy(() => insist(() => import("./transactions-tab"))),
  messages: lazy(() => insist(() => import("./messages-tab"))),
  commands: lazy(() => insist(() => import("./commands-tab"))),
  deviations: lazy(() => insist(() => import("./deviations-tab"))),
};

export default function StationPage({ others }: { others: OtherTabs }) {
  const id = useParam("station");
  const { tab = "live" } = readStationTab(useSearch());
  const asked = useStation(id);
  const { refetch } = asked;
  const online = useFleet(`station:${id}`).stations.get(id)?.online;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a station that comes or goes has other facts
  useEffect(() => {
    void refetch();
  }, [online, refetch]);
  if (!asked.data) {
    if (!asked.isError) return <Skeleton rows={8} className="p-6" />;
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return <ProblemNotice problem={asked.error} role={role} onRetry={() => void refetch()} />;
  }
  const station = { ...asked.data, online: online ?? asked.data.online };
  const tabs: Record<StationTab, StationTabPage> = { ...OWN, ...others };
  const Shown = tabs[tab];
  return (
    <div className="w-full max-w-[1480px] mx-auto p-3 sm:p-4 lg:p-6 max-sm:pb-20">
      <StationHeader station={station} />
      <ConnectorTiles station={station} />
      <Tabs station={station.ocpp_id} tab={tab} />
      <div className="mt-4" role="tabpanel" aria-label={t(`station.tab.${tab}`)}>
        <Suspense fallback={<Skeleton rows={6} />}>
          <Shown station={station} />
        </Suspense>
      </div>
      <PhoneActions station={station} />
    </div>
  );
}
