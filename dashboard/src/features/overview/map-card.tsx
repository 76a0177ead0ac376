import { type Map as LeafletMap, latLngBounds } from "leaflet";
import { MapPinOff, Maximize2 } from "lucide-react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { type Cluster, useStationMap, WORLD } from "@/api/map";
import { ClusterMarks } from "@/components/map/cluster-marks";
import { areaAround, unite } from "@/components/map/clusters";
import { type Looked, MapView } from "@/components/map/map-view";
import { Asked } from "@/components/ui/asked";
import { buttonClass } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { t } from "@/lib/i18n";
import { writePlace } from "@/lib/map-search";
import { Link, navigate } from "@/lib/router";

const FIRST_ZOOM = 4;
const NEAREST = 8;
const DEEPER = 3;

/** Where the fleet is, as a picture: a mark leads to that part of the map, or to the station. */
export default function MapCard() {
  const [map, setMap] = useState<LeafletMap | null>(null);
  const [looked, look] = useState<Looked | null>(null);
  const zoom = looked ? Math.floor(looked.place.zoom) : FIRST_ZOOM;
  const asked = useStationMap({ area: WORLD, zoom });
  const clusters = asked.data?.clusters;
  const around = clusters && areaAround(clusters);
  const key = around ? Object.values(around).join(" ") : "";
  // biome-ignore lint/correctness/useExhaustiveDependencies: the picture moves with the places, not with the states
  useEffect(() => {
    if (!map || !around) return;
    const bounds = latLngBounds([around.south, around.west], [around.north, around.east]);
    map.fitBounds(bounds, { padding: [34, 34], maxZoom: NEAREST, animate: false });
  }, [map, key]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the countries change with the places, not with the states
  const homes = useMemo(() => clusters ?? [], [key]);
  const shownAt = looked?.place.zoom ?? FIRST_ZOOM;
  const marks = useMemo(() => unite(clusters ?? [], shownAt), [clusters, shownAt]);
  const open = useCallback(
    ({ station, latitude, longitude }: Cluster) => {
      if (station !== null) {
        navigate({ to: "/stations/$station", params: { station } });
        return;
      }
      const zoomed = Math.min(NEAREST + DEEPER, zoom + DEEPER);
      navigate({ to: "/map", search: { at: writePlace({ latitude, longitude, zoom: zoomed }) } });
    },
    [zoom],
  );
  const larger = (
    <Link
      to="/map"
      aria-label={t("map.card.open")}
      title={t("map.card.open")}
      className={buttonClass("quiet", "icon")}
    >
      <Maximize2 size={15} aria-hidden="true" />
    </Link>
  );
  return (
    <Card title={t("map.card")} actions={larger}>
      <div className="relative h-[330px] border-t border-line bg-map-sea">
        <Asked asked={asked}>
          {({ placed }) =>
            placed === 0 ? (
              <Notice small icon={MapPinOff} title={t("map.none.title")}>
                {t("map.none.text")}
              </Notice>
            ) : (
              <MapView
                still
                label={t("map.label")}
                className="absolute inset-0"
                homes={homes}
                onReady={setMap}
                onLook={look}
              >
                <ClusterMarks clusters={marks} onOpen={open} />
              </MapView>
            )
          }
        </Asked>
      </div>
    </Card>
  );
}
