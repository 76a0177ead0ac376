import { type Map as LeafletMap, latLngBounds } from "leaflet";
import { MapPinOff, SearchX } from "lucide-react";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { type Area, type Cluster, useStationMap, WORLD } from "@/api/map";
import { sessionState } from "@/api/session";
import { ClusterMarks, clusterLabel } from "@/components/map/cluster-marks";
import { areaAround, canPart, unite } from "@/components/map/clusters";
import { MapPopup } from "@/components/map/map-popup";
import { type Looked, MapView } from "@/components/map/map-view";
import { Button } from "@/components/ui/button";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { stateName } from "@/components/ui/state";
import { t } from "@/lib/i18n";
import { type MapSearch, readMapSearch, readPlace, writePlace } from "@/lib/map-search";
import { navigate, useSearch } from "@/lib/router";
import { MapFilters } from "./map-filters";
import { MapList, type Shown } from "./map-list";
import { PlacePopup } from "./place-popup";

/** Nearer than this the outline of a country says nothing. */
const NEAREST_FIT = 9;
const NEAREST_SHOWN = 7;
const STEP = 2;

/** What is open: one station, or all that stand at one place. */
export type Opened = { key: string; label: string; latitude: number; longitude: number } & (
  | { station: string }
  | { area: Area }
);

export default function MapPage() {
  const search = readMapSearch(useSearch());
  const [map, setMap] = useState<LeafletMap | null>(null);
  const [looked, setLooked] = useState<Looked | null>(null);
  const [opened, open] = useState<Opened | null>(null);
  const [fitted, setFitted] = useState(search.at !== undefined);
  const current = useRef({ search, fitted });
  current.current = { search, fitted };
  const { status, group } = search;
  const asked = useStationMap({
    // Until it is known where the stations are, the whole world is asked for.
    area: looked && fitted ? looked.area : WORLD,
    zoom: looked && fitted ? Math.floor(looked.place.zoom) : STEP,
    group,
    status,
  });
  const clusters = asked.data?.clusters;
  // What was known from an earlier visit may lack a place that was set since.
  const whole = asked.isPlaceholderData || asked.isFetching ? undefined : clusters;
  const change = useCallback((next: MapSearch) => {
    // Somebody who leaves while the map still comes to rest is not brought back.
    if (location.pathname === "/map") navigate({ to: "/map", search: next, replace: true });
  }, []);
  const look = useCallback(
    (next: Looked) => {
      setLooked(next);
      if (current.current.fitted) change({ ...current.current.search, at: writePlace(next.place) });
    },
    [change],
  );
  useEffect(() => {
    if (!map || !whole || fitted) return;
    setFitted(true);
    lookAt(map, areaAround(whole));
  }, [map, whole, fitted]);
  const press = useCallback(
    (cluster: Cluster) => {
      if (!map) return;
      if (canPart(cluster, map.getMaxZoom())) goInto(map, cluster);
      else open(openedBy(cluster));
    },
    [map],
  );
  const show = (station: Shown) => {
    if (!map) return;
    map.setView([station.latitude, station.longitude], Math.max(map.getZoom(), NEAREST_SHOWN));
    map.getContainer().scrollIntoView({ block: "nearest" }); // on a phone the list is below the map
    open({ key: station.station, label: station.station, ...station });
  };
  const homes = useHomes(clusters);
  const zoom = looked?.place.zoom ?? STEP;
  const marks = useMemo(() => unite(clusters ?? [], zoom), [clusters, zoom]);
  return (
    <div className="flex max-lg:flex-col lg:h-[calc(100vh-51px)]">
      <div className="flex-1 min-w-0 flex flex-col max-lg:h-[62vh] max-lg:min-h-[420px] max-lg:flex-none">
        <MapFilters search={search} onChange={change} onAll={() => setFitted(false)} />
        <MapView
          label={t("map.label")}
          className="relative flex-1 min-h-0 bg-map-sea"
          start={readPlace(search.at)}
          homes={homes}
          onReady={setMap}
          onLook={look}
        >
          <ClusterMarks clusters={marks} onOpen={press} />
          {opened && (
            <MapPopup
              key={opened.key}
              label={opened.label}
              latitude={opened.latitude}
              longitude={opened.longitude}
              onClose={() => open(null)}
            >
              <PlacePopup opened={opened} search={search} onClose={() => open(null)} />
            </MapPopup>
          )}
          <Instead asked={asked} search={search} onChange={change} />
        </MapView>
      </div>
      <MapList search={search} area={looked?.area ?? WORLD} onChange={change} onShow={show} />
    </div>
  );
}

function useHomes(clusters: readonly Cluster[] | undefined) {
  const key = (clusters ?? []).map((one) => `${one.latitude},${one.longitude}`).join(" ");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the countries change with the places, not with the states
  return useMemo(() => clusters ?? [], [key]);
}

function openedBy(cluster: Cluster): Opened {
  const { latitude, longitude, station, area } = cluster;
  const place = { key: cluster.id, label: clusterLabel(cluster), latitude, longitude };
  return station === null ? { ...place, area } : { ...place, station };
}

function boundsOf({ south, west, north, east }: Area) {
  return latLngBounds([south, west], [north, east]);
}

function lookAt(map: LeafletMap, area: Area | null): void {
  if (area) map.fitBounds(boundsOf(area), { padding: [56, 56], maxZoom: NEAREST_FIT, animate: false });
}

/** Nearer, until the stations of the cluster lie apart. */
function goInto(map: LeafletMap, { area, latitude, longitude }: Cluster): void {
  const bounds = boundsOf(area);
  const zoom = Math.min(map.getMaxZoom(), map.getBoundsZoom(bounds, false));
  // The mark that has the focus is about to be others.
  map.getContainer().focus({ preventScroll: true });
  if (zoom > map.getZoom()) map.fitBounds(bounds, { padding: [48, 48] });
  else map.setView([latitude, longitude], map.getZoom() + STEP);
}

type InsteadProps = {
  asked: ReturnType<typeof useStationMap>;
  search: MapSearch;
  onChange: (next: MapSearch) => void;
};

/** Why there is nothing to see: not answered, no place known, or nothing fits. */
function Instead({ asked, search, onChange }: InsteadProps) {
  const box =
    "absolute inset-x-4 top-6 z-[2] mx-auto max-w-[460px] bg-surface border border-line rounded-card";
  if (!asked.data) {
    if (!asked.isError) return null;
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return (
      <div className={box}>
        <ProblemNotice small problem={asked.error} role={role} onRetry={() => void asked.refetch()} />
      </div>
    );
  }
  if (asked.data.placed > 0) return null;
  const { status, group } = search;
  const filters = [status && stateName(status), group].filter(Boolean).join(", ");
  if (filters !== "") {
    const remove = (
      <Button onClick={() => onChange({ ...search, status: undefined, group: undefined })}>
        {t("map.nothing.remove")}
      </Button>
    );
    return (
      <div className={box}>
        <Notice small icon={SearchX} title={t("map.nothing.title")} actions={remove}>
          {t("map.nothing.text", { filters })}
        </Notice>
      </div>
    );
  }
  const list = (
    <Button onClick={() => onChange({ ...search, list: "unplaced" })}>{t("map.none.list")}</Button>
  );
  return (
    <div className={box}>
      <Notice small icon={MapPinOff} title={t("map.none.title")} actions={list}>
        {t("map.none.text")}
      </Notice>
    </div>
  );
}
