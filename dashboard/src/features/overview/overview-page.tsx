import { lazy, Suspense } from "react";
import { useOverview } from "@/api/overview";
import { sessionState } from "@/api/session";
import { Card } from "@/components/ui/card";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { useFleet } from "@/lib/feed/live";
import { t, withTexts } from "@/lib/i18n";
import { useWide } from "@/lib/wide";
import { AttentionList } from "./attention-list";
import { Figures } from "./figures";

const FirstStation = lazy(() => withTexts(() => import("./first-station")));
const PowerCard = lazy(() => withTexts(() => import("./power-card")));
// Below the first screen: they come after it.
const ConnectorMatrix = lazy(() => withTexts(() => import("./connector-matrix")));
const Activity = lazy(() => withTexts(() => import("./activity")));
const GatewayCard = lazy(() => withTexts(() => import("./gateway-card")));
const MapCard = lazy(() => withTexts(() => import("./map-card")));

export default function OverviewPage() {
  const asked = useOverview();
  const { totals, complete } = useFleet("totals");
  const wide = useWide();
  const overview = asked.data;
  if (!overview) {
    if (!asked.isError) return <Skeleton rows={10} className="p-6" />;
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return <ProblemNotice problem={asked.error} role={role} onRetry={() => void asked.refetch()} />;
  }
  const stations = complete ? totals.stations : overview.stations.total;
  if (stations === 0 && overview.stations.total === 0) return <FirstStation />;
  return (
    <div className="w-full max-w-[1680px] mx-auto p-3 sm:p-4 lg:p-6 space-y-4 lg:space-y-5">
      <Figures overview={overview} />
      <div className="grid xl:grid-cols-[minmax(0,1fr)_400px] gap-4 lg:gap-5 items-start">
        <div className="flex flex-col gap-4 lg:gap-5 min-w-0 max-xl:order-2">
          <Suspense fallback={<Card className="h-[316px]">{null}</Card>}>
            <PowerCard />
          </Suspense>
          <Suspense fallback={<Card className="h-[316px]">{null}</Card>}>
            {complete && <ConnectorMatrix />}
            <Activity />
          </Suspense>
        </div>
        <div className="flex flex-col gap-4 lg:gap-5 min-w-0">
          <AttentionList overview={overview} />
          {wide && (
            <Suspense fallback={<Card className="h-[380px]">{null}</Card>}>
              <MapCard />
            </Suspense>
          )}
          <Suspense fallback={<Card className="h-[250px] sm:h-[242px]">{null}</Card>}>
            <GatewayCard overview={overview} />
          </Suspense>
        </div>
      </div>
    </div>
  );
}
