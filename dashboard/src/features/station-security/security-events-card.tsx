import { ShieldAlert, ShieldCheck } from "lucide-react";
import type { Schemas } from "@/api/client";
import { usePages } from "@/api/pages";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { useTold } from "@/lib/feed/use-told";
import { bothTimes, moment } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { navigate, useSearch } from "@/lib/router";

type SecurityEvent = Schemas["SecurityEventShown"];

/** What the station reports about its own security, and what the gateway noticed about it. */
export function SecurityEventsCard({ station }: { station: string }) {
  const search = useSearch();
  const critical = search.events === "critical" ? "true" : undefined;
  const asked = usePages<SecurityEvent>("/security-events", { station, critical });
  useTold((one) => one.type === "security.event" && one.data.station === station, asked);
  const choose = (which: "all" | "critical") =>
    navigate({
      to: "/stations/$station",
      params: { station },
      search: { ...search, events: which === "all" ? undefined : which },
      replace: true,
    });
  const which = critical ? "critical" : "all";
  const options = (["all", "critical"] as const).map((value) => ({
    value,
    label: t(`security.events.${value}`),
  }));
  return (
    <Card
      title={t("security.events")}
      actions={<Segmented label={t("security.events")} value={which} options={options} onChange={choose} />}
    >
      <Asked asked={asked}>
        {(items) =>
          items.length === 0 ? (
            <Notice small icon={ShieldCheck} title={t("security.events.none")} />
          ) : (
            <>
              <ul>
                {items.map((one) => (
                  <Line key={one.id} event={one} />
                ))}
              </ul>
              {asked.more && (
                <p className="p-3 text-center border-t border-line">
                  <Button onClick={asked.more}>{t("list.more")}</Button>
                </p>
              )}
            </>
          )
        }
      </Asked>
    </Card>
  );
}

function Line({ event }: { event: SecurityEvent }) {
  const now = useNow();
  return (
    <li className="flex flex-wrap items-baseline gap-x-3 px-4 py-2.5 text-sm border-t border-line">
      <time
        dateTime={event.timestamp}
        title={bothTimes(event.timestamp)}
        className="w-28 shrink-0 text-ink-3"
      >
        {moment(event.timestamp, now)}
      </time>
      <span className="min-w-0 flex-1 basis-40">
        <span className="font-[600] break-all">{event.type}</span>
        {event.tech_info && <span className="block text-xs text-ink-2 break-all">{event.tech_info}</span>}
      </span>
      {event.critical && (
        <span className="inline-flex items-center gap-1 text-xs font-[580] text-danger">
          <ShieldAlert size={13} aria-hidden="true" />
          {t("security.events.critical")}
        </span>
      )}
      <span className="text-xs text-ink-3">
        {event.origin === "gateway" ? t("security.events.gateway") : t("security.events.station")}
      </span>
    </li>
  );
}
