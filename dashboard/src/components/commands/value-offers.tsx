import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { use, useId } from "react";
import { api, data, type Schemas } from "@/api/client";
import { may } from "@/api/session";
import { stateName } from "@/components/ui/state";
import { t } from "@/lib/i18n";
import { isConnectorState } from "@/lib/states";
import { reasonAtConnector } from "./deeds";
import { FormContext } from "./form-context";

const TAGS_SHOWN = 50;
const RUNNING_SHOWN = 8;
/** Connector 0 is the station itself; these are about one connector only (J16-E 6). */
const NOT_THE_WHOLE = new Set([
  "RemoteStartTransaction",
  "UnlockConnector",
  "TriggerMessage",
  "ExtendedTriggerMessage",
]);

type Offer = { value: number; label: string; why: string | null };
type OffersProps = { value: unknown; onChange: (next: unknown) => void };

function Offers({ offers, value, onChange }: OffersProps & { offers: Offer[] }) {
  if (offers.length === 0) return null;
  return (
    <div className="flex flex-wrap gap-1.5 mt-1.5">
      {offers.map((offer) => (
        <button
          key={offer.value}
          type="button"
          aria-pressed={offer.value === value}
          disabled={offer.why !== null}
          title={offer.why ?? undefined}
          onClick={() => onChange(offer.value === value ? undefined : offer.value)}
          className={clsx(
            "h-7 max-sm:h-9 px-2 rounded-ctl border text-xs font-[550] disabled:text-ink-3 disabled:line-through",
            offer.value === value ? "border-ink bg-selected text-ink" : "border-line-2 bg-surface text-ink-2",
          )}
        >
          {offer.label}
        </button>
      ))}
    </div>
  );
}

/** The connectors that the station has, each with its state; those that cannot be told this are crossed out. */
export function ConnectorOffers(props: OffersProps) {
  const { action, connectors } = use(FormContext);
  const own = connectors.map((one) => {
    const state = isConnectorState(one.state) ? stateName(one.state) : one.state;
    const why = reasonAtConnector(action, one);
    return {
      value: one.number,
      label: t("payload.connector", { number: one.number, state }),
      why: why && t(why.text, why.values),
    };
  });
  const whole = { value: 0, label: t("payload.connector.all"), why: null };
  return <Offers offers={NOT_THE_WHOLE.has(action) ? own : [...own, whole]} {...props} />;
}

/** The charges that run at the station, by the number it knows them by. */
export function RunningOffers(props: OffersProps) {
  const { station } = use(FormContext);
  const asked = useQuery({
    queryKey: ["transactions", station, "active"],
    queryFn: ({ signal }) => {
      const query = { station, status: "active" as const, limit: RUNNING_SHOWN };
      return data(api.GET("/api/v1/transactions", { params: { query }, signal }));
    },
    enabled: station !== null && may("transactions:read"),
  });
  const offers = (asked.data?.items ?? []).map((one: Schemas["Transaction"]) => ({
    value: Number(one.transaction_id),
    label: t("payload.running", { id: one.transaction_id, connector: one.connector ?? "–" }),
    why: null,
  }));
  return <Offers offers={offers} {...props} />;
}

type TagList = { id: string; tags: Schemas["IdTag"][] };

/** Tags that somebody has entered, for a field that wants one; null if it does not, or they may not be seen. */
export function useTagList(wanted: boolean): TagList | null {
  const id = useId();
  const enabled = wanted && may("id-tags:read");
  const asked = useQuery({
    queryKey: ["id-tags", "offers"],
    queryFn: ({ signal }) => {
      const query = { status: "Accepted" as const, limit: TAGS_SHOWN };
      return data(api.GET("/api/v1/id-tags", { params: { query }, signal }));
    },
    enabled,
    staleTime: 60_000,
  });
  return enabled && asked.data ? { id, tags: asked.data.items } : null;
}

export function TagOffers({ id, tags }: TagList) {
  return (
    <datalist id={id}>
      {tags.map((tag) => (
        <option key={tag.id_tag} value={tag.id_tag}>
          {tag.note ?? tag.group ?? ""}
        </option>
      ))}
    </datalist>
  );
}
