/** What the gateway finds for the text in the palette. */

import { useQuery } from "@tanstack/react-query";
import { useActions } from "@/api/actions";
import { api, data } from "@/api/client";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { isCalled } from "@/components/commands/deeds";
import { t } from "@/lib/i18n";

const NUMBER = /^\d+$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function useStations(text: string, limit: number) {
  const asked = useQuery({
    queryKey: ["palette", "stations", text, limit],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/stations", { params: { query: { q: text, limit, sort: "ocpp_id" } }, signal })),
    enabled: text.length > 0 && may("stations:read"),
    placeholderData: (before) => before,
  });
  return text ? (asked.data?.items ?? []) : [];
}

export function useTags(text: string) {
  const asked = useQuery({
    queryKey: ["palette", "tags", text],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/id-tags", { params: { query: { q: text, limit: 4 } }, signal })),
    enabled: text.length > 1 && may("id-tags:read"),
  });
  return asked.data?.items ?? [];
}

/** By the number that stations know, or by the id in an address. */
export function useTransactions(text: string, station: string | null) {
  const byId = station === null && UUID.test(text);
  const asked = useQuery({
    queryKey: ["palette", "transactions", station ?? text, station],
    queryFn: async ({ signal }) => {
      if (byId) {
        const path = { transaction: text.toLowerCase() };
        return [await data(api.GET("/api/v1/transactions/{transaction}", { params: { path }, signal }))];
      }
      const query =
        station === null
          ? { transaction_id: text, limit: 4 }
          : { station, status: "active" as const, limit: 4 };
      return (await data(api.GET("/api/v1/transactions", { params: { query }, signal }))).items;
    },
    enabled: (byId || NUMBER.test(text) || station !== null) && may("transactions:read"),
    retry: false,
  });
  return asked.data ?? [];
}

/**
 * The station with this identity, or a few whose identity begins or goes on like this. What was found for an earlier text
 * is not among them: something is going to be run.
 */
function useNamed(name: string): Station[] {
  const wanted = name.toLowerCase();
  const found = useStations(name, 4).filter((station) => station.ocpp_id.toLowerCase().includes(wanted));
  const exact = found.filter((station) => station.ocpp_id.toLowerCase() === wanted);
  return exact.length > 0 ? exact : found.slice(0, 2);
}

/** "soft reset CP-1" or "CP-1 soft reset": the station that is meant, and what of the text is the deed. */
export function useSpoken(text: string): { stations: Station[]; deed: string } {
  const words = text.split(/\s+/);
  const actions = useActions().data ?? [];
  const splits =
    words.length < 2
      ? []
      : [
          { name: words.at(-1) ?? "", deed: words.slice(0, -1).join(" ") },
          { name: words[0] ?? "", deed: words.slice(1).join(" ") },
        ];
  const known = splits.filter(({ deed }) =>
    actions.some((action) => quickNames(action.action, deed) || isCalled(action, "", deed)),
  );
  const last = useNamed(known[0]?.name ?? "");
  const first = useNamed(known[1]?.name ?? "");
  const at = last.length > 0 || known.length < 2 ? 0 : 1;
  return { stations: at === 0 ? last : first, deed: known[at]?.deed ?? "" };
}

/** Names of forms, as "Soft reset", are found like those of actions. */
function quickNames(action: string, text: string): boolean {
  const forms = ["Soft", "Hard", "Operative", "Inoperative"];
  const names = forms.map((form) => t(`action.${action}.${form}` as "action.Reset.Soft").toLowerCase());
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => names.some((name) => name.includes(word) && !name.startsWith("action.")));
}
