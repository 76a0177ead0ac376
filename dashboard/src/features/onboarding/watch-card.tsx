import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { Check, Circle, LoaderCircle, TriangleAlert } from "lucide-react";
import { api, data } from "@/api/client";
import { getStations, type Station } from "@/api/stations";
import { reasonName } from "@/components/refusals/refusal-table";
import { bentAtHandshake } from "@/components/refusals/refusals";
import { Age } from "@/components/ui/age";
import { Card } from "@/components/ui/card";
import { useConnectors } from "@/components/ui/station-cells";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { useRefusals } from "./use-refusals";
import { useStationsTold } from "./use-stations-told";

/** The feed tells of each step; this is for what people decide elsewhere. */
const POLL_MS = 5_000;
const STEPS = ["reached", "admitted", "booted", "connectors"] as const;

/** How far a station has come that somebody is standing beside. */
export function WatchCard({ identity }: { identity: string }) {
  useStationsTold(({ type, data }) => type.startsWith("station.") && data.station === identity);
  const asked = useQuery({
    queryKey: ["stations", "watched", identity],
    // In the list, so that one that is still to come is no failed request.
    queryFn: ({ signal }) => getStations({ q: identity }, null, signal),
    refetchInterval: POLL_MS,
    enabled: identity !== "",
    select: (page) => page.items.find((one) => one.ocpp_id.toLowerCase() === identity.toLowerCase()),
  });
  const station = asked.data ?? null;
  return (
    <Card
      title={<span className="id">{identity || t("watch.title")}</span>}
      note={identity && t("watch.watching")}
    >
      {identity ? (
        <Steps identity={identity} station={station} />
      ) : (
        <p className="px-4 pb-4 text-sm text-ink-2">{t("watch.none")}</p>
      )}
    </Card>
  );
}

function Steps({ identity, station }: { identity: string; station: Station | null }) {
  const refused = useRefusals().data?.find((one) => one.station === identity);
  const connectors = useConnectors(identity);
  const connected = station?.connected_at ?? null;
  const stillRefused = refused && (!connected || Date.parse(refused.at) > Date.parse(connected));
  const booted = station?.last_boot_at ?? null;
  const times = {
    reached: connected ?? refused?.at ?? null,
    admitted: station?.registration === "accepted" ? connected : null,
    booted,
    connectors: booted && connectors.length > 0 ? booted : null,
  };
  const next = STEPS.find((step) => times[step] === null);
  return (
    <ol className="px-4 pb-4 space-y-3" aria-live="polite">
      {STEPS.map((step) => {
        const done = times[step] !== null;
        return (
          <li key={step} className="flex items-start gap-3 text-sm">
            <span
              className={clsx(
                "grid place-items-center size-6 rounded-full shrink-0",
                done ? "bg-ok-tint text-ok" : "text-ink-3 border border-dashed border-line-3",
                step === next && "!border-solid !border-accent text-accent",
              )}
            >
              {done && <Check size={14} aria-hidden="true" />}
              {!done && step === next && (
                <LoaderCircle size={14} aria-hidden="true" className="motion-safe:animate-spin" />
              )}
              {!done && step !== next && <Circle size={8} aria-hidden="true" />}
            </span>
            <span className="min-w-0 flex-1">
              <span className={done || step === next ? "font-[580]" : "text-ink-3"}>
                {t(`watch.${step}`)}
              </span>
              {step === "reached" && stillRefused && (
                <span className="block text-xs text-danger">{reasonName(refused.reason)}</span>
              )}
              {step === "reached" && connected && <Bent station={identity} />}
              {step === "admitted" && station?.registration === "pending" && (
                <span className="block text-xs text-ink-2">{t("watch.pending")}</span>
              )}
              {step === "booted" && step === next && (
                <span className="block text-xs text-ink-2">{t("watch.booting")}</span>
              )}
            </span>
            {done ? <Age ago since={times[step]} className="text-xs text-ink-3" /> : null}
          </li>
        );
      })}
      {next === undefined && station && (
        <li className="text-sm">
          <Link
            to="/stations/$station"
            params={{ station: station.ocpp_id }}
            className="text-accent underline underline-offset-3"
          >
            {t("watch.open")}
          </Link>
        </li>
      )}
    </ol>
  );
}

/** What was bent at the handshake and tolerated, with what makes it right. */
function Bent({ station }: { station: string }) {
  const asked = useQuery({
    queryKey: ["stations", "bent", station],
    queryFn: ({ signal }) =>
      data(
        api.GET("/api/v1/stations/{ocpp_id}/nonconformities", {
          params: { path: { ocpp_id: station } },
          signal,
        }),
      ),
    select: (page) => page.items.flatMap(({ rule }) => bentAtHandshake(rule) ?? []),
  });
  return asked.data?.map((text) => (
    <span key={text} className="flex items-start gap-1 text-xs text-warn">
      <TriangleAlert size={13} aria-hidden="true" className="mt-[1.5px] shrink-0" />
      {t(text)}
    </span>
  ));
}
