import { useQuery } from "@tanstack/react-query";
import { Link2, WifiOff, X } from "lucide-react";
import { api, data } from "@/api/client";
import { type Area, boxOf } from "@/api/map";
import { usePages } from "@/api/pages";
import type { Station } from "@/api/stations";
import { Age } from "@/components/ui/age";
import { Asked } from "@/components/ui/asked";
import { Button, buttonClass } from "@/components/ui/button";
import { StationCells, usePower } from "@/components/ui/station-cells";
import { useFleet } from "@/lib/feed/live";
import { kilowatts } from "@/lib/format";
import { t } from "@/lib/i18n";
import type { MapSearch } from "@/lib/map-search";
import { Link } from "@/lib/router";
import type { Opened } from "./map-page";

type Props = { opened: Opened; search: MapSearch; onClose: () => void };

/** What stands at a place: one station with its connectors, or the list of several. */
export function PlacePopup({ opened, search, onClose }: Props) {
  return "station" in opened ? (
    <OneStation id={opened.station} onClose={onClose} />
  ) : (
    <Several area={opened.area} search={search} onClose={onClose} />
  );
}

function Close({ onClose }: { onClose: () => void }) {
  return (
    <Button
      look="quiet"
      size="icon"
      className="ml-auto !size-7 -mr-1.5"
      aria-label={t("map.popup.close")}
      onClick={onClose}
    >
      <X size={15} aria-hidden="true" />
    </Button>
  );
}

function OneStation({ id, onClose }: { id: string; onClose: () => void }) {
  const asked = useQuery({
    queryKey: ["station", id],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/stations/{ocpp_id}", { params: { path: { ocpp_id: id } }, signal })),
  });
  return (
    <div className="p-3.5">
      <div className="flex items-center gap-2">
        <span className="text-base font-[650] id truncate">{id}</span>
        <Close onClose={onClose} />
      </div>
      <Asked asked={asked} rows={3}>
        {(station) => <About station={station} />}
      </Asked>
    </div>
  );
}

function About({ station }: { station: Station }) {
  const id = station.ocpp_id;
  const live = useFleet(`station:${id}`).stations.get(id);
  const online = live?.online ?? station.online;
  const watts = usePower(id);
  const place = [station.group, station.location?.address].filter(Boolean).join(", ");
  return (
    <>
      {place && <p className="text-xs text-ink-2 break-words">{place}</p>}
      <div className="mt-2.5">
        <StationCells station={id} />
      </div>
      <div className="flex items-center gap-2 mt-2.5 text-xs text-ink-2">
        {online ? (
          <Link2 size={13} aria-hidden="true" className="text-ink-3" />
        ) : (
          <WifiOff size={13} aria-hidden="true" />
        )}
        {t(online ? "stations.online" : "stations.offline")}
        <Age ago since={live?.last_message_at ?? station.last_message_at} className="text-ink-3" />
        {online && <span className="ml-auto">{`${kilowatts(watts)}\u00a0kW`}</span>}
      </div>
      <Link
        to="/stations/$station"
        params={{ station: id }}
        className={`mt-3 w-full ${buttonClass("plain", "small")}`}
      >
        {t("map.popup.open")}
      </Link>
    </>
  );
}

function Several({ area, search, onClose }: Omit<Props, "opened"> & { area: Area }) {
  const asked = usePages<Station>("/stations", {
    sort: "ocpp_id",
    group: search.group,
    connector_status: search.status,
    bbox: boxOf(grown(area)),
  });
  const groups = new Set((asked.data ?? []).map((station) => station.group));
  const [only] = groups.size === 1 ? groups : [];
  return (
    <div>
      <div className="flex items-center gap-2 px-3.5 pt-3 pb-2">
        <span className="text-sm font-[650] truncate">
          {only || t("stations.end", { count: asked.data?.length ?? 0 })}
        </span>
        <Close onClose={onClose} />
      </div>
      <div className="max-h-[260px] overflow-y-auto pb-2" tabIndex={-1}>
        <Asked asked={asked} rows={4}>
          {(stations) => (
            <ul>
              {stations.map(({ id, ocpp_id }) => (
                <li key={id} className="rowx">
                  <Link
                    to="/stations/$station"
                    params={{ station: ocpp_id }}
                    className="flex items-center gap-3 px-3.5 min-h-9 text-sm"
                  >
                    <span className="font-[600] id truncate flex-1">{ocpp_id}</span>
                    <span className="[&_[data-state]:last-child:not(.cell)]:sr-only">
                      <StationCells station={ocpp_id} />
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Asked>
        {asked.more && (
          <div className="px-3.5 pt-1 grid">
            <Button size="small" onClick={asked.more}>
              {t("map.list.more")}
            </Button>
          </div>
        )}
      </div>
    </div>
  );
}

/** The address has four decimals, eleven metres: what lies at the border must not be lost to them. */
const ROUNDED = 0.0001;

function grown(area: Area): Area {
  return {
    west: Math.max(-180, area.west - ROUNDED),
    south: Math.max(-90, area.south - ROUNDED),
    east: Math.min(180, area.east + ROUNDED),
    north: Math.min(90, area.north + ROUNDED),
  };
}
