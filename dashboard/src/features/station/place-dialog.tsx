import { useQueryClient } from "@tanstack/react-query";
import type { Map as LeafletMap, LeafletMouseEvent } from "leaflet";
import { type FormEvent, useEffect, useState } from "react";
import { api, data } from "@/api/client";
import type { Station } from "@/api/stations";
import { MapView } from "@/components/map/map-view";
import { Pin } from "@/components/map/pin";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";
import { degrees, MOST, placeOf, type Typed } from "./place";

const NEAR = 6;
const DECIMALS = 6;

/** The place of a station, by a click on the map or by numbers. */
export function PlaceDialog({ station, onClose }: { station: Station; onClose: () => void }) {
  const queries = useQueryClient();
  const { busy, wrong, run } = useDeed();
  const known = station.location ?? {};
  const [typed, type] = useState<Typed>({
    latitude: known.latitude?.toString() ?? "",
    longitude: known.longitude?.toString() ?? "",
    address: known.address ?? "",
  });
  const [tried, setTried] = useState(false);
  const [map, setMap] = useState<LeafletMap | null>(null);
  const latitude = degrees(typed.latitude, MOST.latitude);
  const longitude = degrees(typed.longitude, MOST.longitude);
  useEffect(() => {
    if (!map) return;
    const clicked = ({ latlng }: LeafletMouseEvent) => {
      const { lat, lng } = latlng.wrap();
      type((before) => ({ ...before, latitude: lat.toFixed(DECIMALS), longitude: lng.toFixed(DECIMALS) }));
    };
    map.on("click", clicked);
    return () => {
      map.off("click", clicked);
    };
  }, [map]);
  const place = placeOf(typed);
  const wrongs = tried && "wrong" in place ? place.wrong : [];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if ("wrong" in place) return;
    const { location } = place;
    run(async () => {
      const params = { path: { ocpp_id: station.ocpp_id } };
      await data(api.PATCH("/api/v1/stations/{ocpp_id}", { params, body: { location } }));
      await queries.invalidateQueries({ queryKey: ["station", station.ocpp_id] });
      await queries.invalidateQueries({ queryKey: ["map"] });
      onClose();
    });
  };
  const told = (name: "latitude" | "longitude") =>
    wrongs.includes(name) ? t("place.wrong", { least: -MOST[name], most: MOST[name] }) : wrong?.fields[name];
  const field = (name: keyof Typed) => ({
    name,
    value: typed[name],
    onChange: (event: { target: { value: string } }) =>
      type((before) => ({ ...before, [name]: event.target.value })),
  });
  const here = latitude !== null && longitude !== null ? { latitude, longitude } : null;
  return (
    <Dialog
      title={t("place.dialog", { station: station.ocpp_id })}
      onClose={onClose}
      className="sm:max-w-[620px]"
    >
      <form onSubmit={submit}>
        <div className="p-5 space-y-4">
          <div>
            <MapView
              label={t("place.map", { station: station.ocpp_id })}
              className="relative h-[260px] rounded-ctl overflow-hidden border border-line bg-map-sea"
              start={here && { ...here, zoom: NEAR }}
              homes={here ? [here] : []}
              onReady={setMap}
            >
              {here && <Pin {...here} />}
            </MapView>
            <p className="mt-1.5 text-xs text-ink-3">{t("place.hint")}</p>
          </div>
          <div className="grid sm:grid-cols-2 gap-4">
            <Field
              label={t("place.latitude")}
              help={t("place.degrees")}
              inputMode="decimal"
              error={told("latitude")}
              {...field("latitude")}
            />
            <Field
              label={t("place.longitude")}
              help={t("place.degrees")}
              inputMode="decimal"
              error={told("longitude")}
              {...field("longitude")}
            />
          </div>
          <Field label={t("place.address")} maxLength={200} {...field("address")} />
          <WrongNote wrong={wrong} />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("place.keep")}</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {t("place.save")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
