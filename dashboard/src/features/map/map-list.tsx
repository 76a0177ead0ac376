import { LocateFixed, MapPin, MapPinOff, SearchX } from "lucide-react";
import { type Area, boxOf } from "@/api/map";
import { usePages } from "@/api/pages";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { StationCells } from "@/components/ui/station-cells";
import { t } from "@/lib/i18n";
import type { MapSearch } from "@/lib/map-search";
import { Link } from "@/lib/router";

const AGAIN_MS = 30_000;

export type Shown = { station: string; latitude: number; longitude: number };

type Props = {
  search: MapSearch;
  area: Area;
  onChange: (next: MapSearch) => void;
  onShow: (station: Shown) => void;
};

/** Beside the map: the stations of the part that is looked at, or those that are nowhere on it. */
export function MapList({ search, area, onChange, onShow }: Props) {
  const unplaced = search.list === "unplaced";
  const asked = usePages<Station>(
    "/stations",
    {
      sort: "ocpp_id",
      group: search.group,
      connector_status: search.status,
      ...(unplaced ? { placed: "false" } : { bbox: boxOf(area) }),
    },
    AGAIN_MS,
  );
  const which = [
    { value: "view" as const, label: t("map.list.view") },
    { value: "unplaced" as const, label: t("map.list.unplaced") },
  ];
  return (
    <aside
      aria-label={t("map.list")}
      className="lg:w-[340px] shrink-0 lg:border-l max-lg:border-t border-line bg-surface flex flex-col min-h-0"
    >
      <div className="flex items-center gap-2 px-4 py-2.5 border-b border-line min-h-[53px]">
        <Segmented
          label={t("map.list.which")}
          value={unplaced ? "unplaced" : "view"}
          options={which}
          onChange={(next) => onChange({ ...search, list: next === "unplaced" ? next : undefined })}
        />
        <span role="status" className="ml-auto text-xs text-ink-3 whitespace-nowrap">
          {asked.data && `${t("stations.end", { count: asked.data.length })}${asked.more ? " +" : ""}`}
        </span>
      </div>
      <div className="lg:overflow-y-auto min-h-0">
        <Asked asked={asked} rows={8}>
          {(stations) =>
            stations.length === 0 ? (
              <Nobody unplaced={unplaced} />
            ) : (
              <ul>
                {stations.map((station) => (
                  <Row key={station.id} station={station} onShow={onShow} />
                ))}
              </ul>
            )
          }
        </Asked>
        {asked.more && (
          <div className="p-3 grid">
            <Button onClick={asked.more}>{t("map.list.more")}</Button>
          </div>
        )}
      </div>
    </aside>
  );
}

function Nobody({ unplaced }: { unplaced: boolean }) {
  return unplaced ? (
    <Notice small icon={MapPin} title={t("map.list.placed")}>
      {t("map.list.placed.text")}
    </Notice>
  ) : (
    <Notice small icon={SearchX} title={t("map.list.none")}>
      {t("map.list.none.text")}
    </Notice>
  );
}

function Row({ station, onShow }: { station: Station; onShow: (station: Shown) => void }) {
  const id = station.ocpp_id;
  const { latitude, longitude } = station.location ?? {};
  const placed = typeof latitude === "number" && typeof longitude === "number";
  return (
    <li className="flex items-center gap-2 px-4 py-2 border-b border-line rowx">
      <div className="min-w-0 flex-1">
        <Link
          to="/stations/$station"
          params={{ station: id }}
          className="block text-sm font-[600] id truncate hover:underline"
        >
          {id}
        </Link>
        <span className="block text-xs text-ink-3 truncate">{station.group ?? station.name ?? "\u00a0"}</span>
      </div>
      <span className="[&_[data-state]:last-child:not(.cell)]:sr-only shrink-0">
        <StationCells station={id} />
      </span>
      {placed ? (
        <Button
          look="quiet"
          size="icon"
          aria-label={t("map.show", { station: id })}
          title={t("map.show", { station: id })}
          onClick={() => onShow({ station: id, latitude, longitude })}
        >
          <LocateFixed size={15} aria-hidden="true" />
        </Button>
      ) : (
        may("stations:write") && (
          <Link
            to="/stations/$station"
            params={{ station: id }}
            aria-label={`${t("map.place.set")}: ${id}`}
            title={t("map.place.set")}
            className="grid place-items-center size-8 max-sm:size-10 rounded-ctl text-ink-2 hover:bg-hover"
          >
            <MapPinOff size={15} aria-hidden="true" />
          </Link>
        )
      )}
    </li>
  );
}
