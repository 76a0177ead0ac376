import { useState } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { MapView } from "@/components/map/map-view";
import { Pin } from "@/components/map/pin";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { t } from "@/lib/i18n";
import { PlaceDialog } from "./place-dialog";

const ZOOM = 7;

/** Where the station stands. Without coordinates it is on no map, and this is where it gets them. */
export default function PlaceCard({ station }: { station: Station }) {
  const [editing, edit] = useState(false);
  const { latitude, longitude, address } = station.location ?? {};
  const placed = typeof latitude === "number" && typeof longitude === "number";
  const change = may("stations:write") && (
    <Button size="small" onClick={() => edit(true)}>
      {t(placed ? "place.edit" : "place.set")}
    </Button>
  );
  return (
    <Card title={t("place.title")} note={address} actions={change || undefined}>
      {placed ? (
        <MapView
          still
          key={`${latitude} ${longitude}`}
          label={t("place.map", { station: station.ocpp_id })}
          className="relative h-[180px] border-t border-line bg-map-sea"
          start={{ latitude, longitude, zoom: ZOOM }}
          homes={[{ latitude, longitude }]}
        >
          <Pin latitude={latitude} longitude={longitude} />
        </MapView>
      ) : (
        <p className="px-4 pb-4 text-sm text-ink-3">{t("place.none")}</p>
      )}
      {editing && <PlaceDialog station={station} onClose={() => edit(false)} />}
    </Card>
  );
}
