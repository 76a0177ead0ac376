import { CircleCheck, EvCharger, Lock, type LucideIcon, Radar, Zap } from "lucide-react";
import type { Overview } from "@/api/overview";
import { Card } from "@/components/ui/card";
import { count } from "@/lib/format";
import { type TextKey, t } from "@/lib/i18n";

/** Counts that need nobody now. */
export default function GatewayCard({ overview }: { overview: Overview }) {
  const { stations, connectors } = overview;
  const facts: [LucideIcon, TextKey, number][] = [
    [EvCharger, "overview.gateway.stations", stations.total],
    [Radar, "overview.gateway.pending", stations.pending],
    [Zap, "overview.gateway.running", overview.transactions_running],
    [CircleCheck, "overview.gateway.free", connectors.available],
    [Lock, "overview.gateway.blocked", connectors.blocked],
  ];
  return (
    <Card title={t("overview.gateway")}>
      <dl className="px-4 pb-3 text-sm">
        {facts.map(([Icon, name, value]) => (
          <div key={name} className="flex items-center gap-2.5 h-9">
            <dt className="flex items-center gap-2.5 text-ink-2">
              <Icon size={15} aria-hidden="true" className="text-ink-3" />
              {t(name)}
            </dt>
            <dd className="ml-auto font-[550] text-right">{count(value)}</dd>
          </div>
        ))}
      </dl>
    </Card>
  );
}
