import { lazy, Suspense, useEffect, useState } from "react";
import type { Station } from "@/api/stations";
import { Age } from "@/components/ui/age";
import { Card } from "@/components/ui/card";
import { PowerChart } from "@/components/ui/power-chart";
import { useConnectors } from "@/components/ui/station-cells";
import { useFleet } from "@/lib/feed/live";
import { type TextKey, t } from "@/lib/i18n";
import { insist } from "@/lib/insist";
import { CommandInProgress } from "./command-in-progress";
import { MessageList } from "./message-list";

const PlaceCard = lazy(() => insist(() => import("./place-card")));
const SPAN = 5 * 60;

export default function LiveTab({ station }: { station: Station }) {
  return (
    <div className="grid xl:grid-cols-[minmax(0,1fr)_380px] gap-4 lg:gap-5 items-start">
      <div className="space-y-4 lg:space-y-5 min-w-0">
        <StationPower station={station.ocpp_id} />
        <MessageList station={station.ocpp_id} className="h-[360px]" />
      </div>
      <div className="space-y-4 lg:space-y-5 min-w-0">
        <CommandInProgress station={station.ocpp_id} />
        <StationFacts station={station} />
        <Suspense fallback={<Card className="h-[229px]">{null}</Card>}>
          <PlaceCard station={station} />
        </Suspense>
      </div>
    </div>
  );
}

type Samples = { times: number[]; values: Map<number, (number | null)[]> };

/** Power of each connector since this page is open, one value with each tick of the fleet's clock. */
function usePowerSince(station: string): Samples {
  const version = useFleet("power").version("power");
  const rows = useConnectors(station);
  const [samples, setSamples] = useState<Samples>({ times: [], values: new Map() });
  // biome-ignore lint/correctness/useExhaustiveDependencies: one sample for each tick, not for each event
  useEffect(() => {
    if (rows.length === 0) return;
    setSamples((before) => {
      const values = new Map<number, (number | null)[]>();
      for (const row of rows) {
        const past = before.values.get(row.connector_number) ?? before.times.map(() => null);
        values.set(
          row.connector_number,
          [...past, row.online ? (row.power_w ?? 0) / 1000 : null].slice(-SPAN),
        );
      }
      return { times: [...before.times, Date.now() / 1000].slice(-SPAN), values };
    });
  }, [version]);
  return samples;
}

function StationPower({ station }: { station: string }) {
  const { times, values } = usePowerSince(station);
  const lines = [...values].map(([number, list], index) => ({
    name: t("station.connector", { number }),
    values: list,
    look: index > 0 ? ("second" as const) : undefined,
  }));
  return (
    <Card title={t("station.power")} note={t("overview.curve.live")}>
      {times.length < 2 ? (
        <p className="grid place-items-center h-[240px] text-sm text-ink-3">{t("station.power.none")}</p>
      ) : (
        <div className="px-3 pb-3 fades">
          <PowerChart label={t("station.power")} height={228} span={SPAN} times={times} lines={lines} />
        </div>
      )}
    </Card>
  );
}

function StationFacts({ station }: { station: Station }) {
  const facts: [TextKey, React.ReactNode][] = [
    ["station.facts.serial", station.serial_number],
    ["station.facts.iccid", station.iccid],
    ["station.facts.connected", station.connected_at && <Age since={station.connected_at} />],
    ["station.facts.heartbeat", station.last_heartbeat && <Age ago since={station.last_heartbeat} />],
    ["station.facts.boot", station.last_boot_at && <Age ago since={station.last_boot_at} />],
    ["station.facts.address", station.remote_address],
    ["station.facts.firmware", station.firmware_status],
    ["station.facts.registration", t(`stations.registration.${station.registration}`)],
  ];
  return (
    <Card title={t("station.facts")}>
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 px-4 pb-4">
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name} className="min-w-0">
              <dt className="text-xs text-ink-3">{t(name)}</dt>
              <dd className="text-sm font-[550] break-words">{value}</dd>
            </div>
          ))}
      </dl>
    </Card>
  );
}
