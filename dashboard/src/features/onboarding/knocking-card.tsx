import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Check, Radar } from "lucide-react";
import { useState } from "react";
import { type Admitted, approve, type Credential, reject, usualCredential } from "@/api/admission";
import { ApiProblem } from "@/api/client";
import { may } from "@/api/session";
import { getStations, type Station } from "@/api/stations";
import { ApproveDialog } from "@/components/station/approve-dialog";
import { Age } from "@/components/ui/age";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { rich, t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { useStationsTold } from "./use-stations-told";

/** The feed tells of each one that boots; this is for what people decide elsewhere. */
const POLL_MS = 5_000;
type Props = { onAdmitted: (admitted: Admitted) => void };

/** Stations that nobody has added and that wait for a decision. */
export function KnockingCard({ onAdmitted }: Props) {
  useStationsTold(({ type, data }) => type === "station.booted" && data.registration === "pending");
  const asked = useQuery({
    queryKey: ["stations", "knocking"],
    queryFn: ({ signal }) => getStations({ registration: "pending", sort: "-created_at" }, null, signal),
    refetchInterval: POLL_MS,
    select: (page) => page.items,
  });
  const note = asked.data && asked.data.length > 0 ? t("knock.note") : undefined;
  return (
    <Card title={t("knock.title")} note={note}>
      <Asked asked={asked} rows={3}>
        {(stations) =>
          stations.length === 0 ? (
            <Notice small icon={Radar} title={t("knock.none")}>
              {t("knock.none.text")}
            </Notice>
          ) : (
            <ul>
              {stations.map((station) => (
                <Knocking key={station.id} station={station} onAdmitted={onAdmitted} />
              ))}
            </ul>
          )
        }
      </Asked>
    </Card>
  );
}

function Knocking({ station, onAdmitted }: { station: Station } & Props) {
  const claims = [
    [station.vendor, station.model].filter(Boolean).join(" "),
    station.firmware_version && t("station.firmware", { version: station.firmware_version }),
    station.serial_number && t("knock.serial", { serial: station.serial_number }),
  ].filter(Boolean);
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 border-t border-line text-sm">
      <span className="grid place-items-center size-8 rounded-ctl bg-accent-tint text-accent max-sm:hidden">
        <Radar size={17} aria-hidden="true" />
      </span>
      <span className="min-w-0 flex-1 basis-[260px]">
        <Link
          to="/stations/$station"
          params={{ station: station.ocpp_id }}
          className="id font-[620] break-all hover:underline"
        >
          {station.ocpp_id}
        </Link>
        <span className="block text-xs text-ink-2 break-words">{claims.join(", ") || t("knock.silent")}</span>
      </span>
      <span className="min-w-0 basis-[240px] text-xs text-ink-2">
        <span className="block">{station.remote_address}</span>
        {rich("knock.since", { age: <Age since={station.created_at} /> })},{" "}
        {t(`knock.shows.${usualCredential(station)}`)}
      </span>
      {may("stations:write") ? (
        <Decision station={station} onAdmitted={onAdmitted} />
      ) : (
        <span className="text-xs text-ink-3">{t("knock.denied")}</span>
      )}
    </li>
  );
}

function Decision({ station, onAdmitted }: { station: Station } & Props) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const [wrong, setWrong] = useState<string | null>(null);
  const act = async (deed: () => Promise<unknown>) => {
    setBusy(true);
    setWrong(null);
    try {
      await deed();
      await queries.invalidateQueries({ queryKey: ["stations"] });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setWrong(error.message);
    } finally {
      setBusy(false);
    }
  };
  const admit = (credential: Credential) =>
    act(async () => onAdmitted(await approve(station.ocpp_id, credential)));
  const path = { ocpp_id: station.ocpp_id };
  return (
    <span className="ml-auto flex flex-wrap items-center justify-end gap-1 max-sm:w-full">
      {wrong && (
        <span role="alert" className="w-full text-xs text-danger">
          {wrong}
        </span>
      )}
      <Button
        look="quiet"
        disabled={busy}
        onClick={() => void act(() => reject(station.ocpp_id))}
        aria-label={t("knock.reject.name", path)}
      >
        {t("knock.reject")}
      </Button>
      <Button look="quiet" disabled={busy} onClick={() => setChoosing(true)}>
        {t("knock.other")}
      </Button>
      <Button
        look="primary"
        disabled={busy}
        onClick={() => void admit(usualCredential(station))}
        aria-label={t("knock.approve.name", path)}
      >
        <Check size={15} aria-hidden="true" />
        {t("knock.approve")}
      </Button>
      {choosing && (
        <ApproveDialog
          station={station}
          usual={usualCredential(station)}
          onClose={() => setChoosing(false)}
          onChoose={(credential) => {
            setChoosing(false);
            void admit(credential);
          }}
        />
      )}
    </span>
  );
}
