import {
  Bookmark,
  CircleMinus,
  CirclePlay,
  EvCharger,
  Link2,
  ListRestart,
  LockOpen,
  type LucideIcon,
  Play,
  Power,
  ReceiptText,
  RotateCw,
  ScrollText,
  Square,
  SquareTerminal,
  Tag,
  WifiOff,
} from "lucide-react";
import { useActions } from "@/api/actions";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { type QuickDeed, quickDeeds } from "@/components/commands/quick-deeds";
import { useConnectors } from "@/components/ui/station-cells";
import { t } from "@/lib/i18n";
import { KEYS } from "@/lib/keys";
import { navigate, type Target } from "@/lib/router";
import { PLACES } from "./navigation";
import { type Recent, recent, remember } from "./palette-recent";
import { useSpoken, useStations, useTags, useTransactions } from "./palette-search";

export type Run = { station: string; deed: QuickDeed };
export type Entry = {
  id: string;
  group: string;
  name: string;
  note: string;
  icon: LucideIcon;
  keys?: readonly string[];
  /** It is told to a station, not gone to. */
  runs?: boolean;
  /** Why it cannot be run now. */
  why?: string;
  /** The station that Tab goes on with. */
  station?: Station;
  run: () => void;
};

const ICONS: Record<string, LucideIcon> = {
  "Reset.Soft": RotateCw,
  "Reset.Hard": Power,
  RemoteStartTransaction: Play,
  RemoteStopTransaction: Square,
  ReserveNow: Bookmark,
  ClearCache: ListRestart,
  UnlockConnector: LockOpen,
  "ChangeAvailability.Inoperative": CircleMinus,
  "ChangeAvailability.Operative": CirclePlay,
};
const FOUND = 6;
const RUN_SHOWN = 4;

type Going = { close: () => void };

function going(one: Recent, target: Target, { close }: Going): () => void {
  return () => {
    remember(one);
    close();
    navigate(target);
  };
}

function targetOf({ kind, id }: Recent): Target {
  if (kind === "station") return { to: "/stations/$station", params: { station: id } };
  if (kind === "transaction") return { to: "/transactions/$transaction", params: { transaction: id } };
  if (kind === "tag") return { to: "/id-tags", search: { q: id } };
  return { to: id };
}

const KIND_ICONS = { station: EvCharger, transaction: ReceiptText, tag: Tag };

function entryOf(one: Recent, group: string, how: Going, more: Partial<Entry> = {}): Entry {
  const place = PLACES.flatMap((places) => places.places).find((known) => known.to === one.id);
  const icon = one.kind === "page" ? (place?.icon ?? Link2) : KIND_ICONS[one.kind];
  const id = `${group}-${one.kind}-${one.id}`.replaceAll(/[^\w-]/g, "_");
  const { name, note } = one;
  return { id, group, name, note, icon, run: going(one, targetOf(one), how), ...more };
}

function stationEntry(station: Station, group: string, how: Going): Entry {
  const note = [station.name, station.group, [station.vendor, station.model].filter(Boolean).join(" ")];
  const one: Recent = {
    kind: "station",
    id: station.ocpp_id,
    name: station.ocpp_id,
    note: note.filter(Boolean).join(", "),
  };
  return entryOf(one, group, how, { station, icon: station.online ? EvCharger : WifiOff });
}

type Charge = {
  id: string;
  transaction_id: string;
  station: string;
  connector: number | null;
  status: string;
};

function transactionEntry(charge: Charge, how: Going): Entry {
  const at = charge.connector === null ? charge.station : `${charge.station} · ${charge.connector}`;
  const one: Recent = {
    kind: "transaction",
    id: charge.id,
    name: t("palette.transaction", { id: charge.transaction_id }),
    note: at,
  };
  return entryOf(one, t("palette.transactions"), how);
}

function pageEntries(text: string, how: Going): Entry[] {
  const places = PLACES.flatMap((group) => group.places).filter((place) => may(place.permission));
  const found = places.filter((place) => t(place.text).toLowerCase().includes(text.toLowerCase()));
  const pages = found.map((place) =>
    entryOf({ kind: "page", id: place.to, name: t(place.text), note: "" }, t("palette.pages"), how, {
      keys: [KEYS.go, place.key],
    }),
  );
  const docs: Entry = {
    id: "docs",
    group: t("palette.pages"),
    name: t("nav.docs"),
    note: "",
    icon: Link2,
    run: () => {
      location.href = "/api/docs";
    },
  };
  return docs.name.toLowerCase().includes(text.toLowerCase()) ? [...pages, docs] : pages;
}

function runEntry(deed: QuickDeed, station: Station, onRun: (run: Run) => void, charging: number): Entry {
  const form = deed.payload?.type;
  const hurts = deed.action.action === "Reset" && charging > 0;
  return {
    id: `run-${station.ocpp_id}-${deed.id}`.replaceAll(/[^\w-]/g, "_"),
    group: t("palette.run", { station: station.ocpp_id }),
    name: deed.name,
    note: hurts ? t("palette.charging", { count: charging }) : deed.action.action,
    icon: ICONS[`${deed.action.action}.${form}`] ?? ICONS[deed.action.action] ?? SquareTerminal,
    runs: true,
    why: deed.reason ? t(deed.reason.text, deed.reason.values) : undefined,
    run: () => onRun({ station: station.ocpp_id, deed }),
  };
}

type Wanted = {
  text: string;
  /** The station that has been chosen to run something on. */
  chosen: Station | null;
  close: () => void;
  onRun: (run: Run) => void;
};

/** Everything that the typed text can mean, in groups. */
export function useEntries({ text, chosen, close, onRun }: Wanted): Entry[] {
  const how = { close };
  const actions = useActions().data ?? [];
  const spoken = useSpoken(chosen ? "" : text);
  const about = chosen ?? spoken.stations[0] ?? null;
  const rows = useConnectors(about?.ocpp_id ?? "");
  const connectors = rows.map((row) => ({
    number: row.connector_number,
    blocked: row.blocked,
    charging: row.transaction !== null,
  }));
  const charging = connectors.filter((one) => one.charging).length;
  const found = useStations(chosen ? "" : text, FOUND);
  const tags = useTags(chosen ? "" : text);
  const charges = useTransactions(text, chosen?.ocpp_id ?? null);
  const canRun = may("commands:read");
  const deeds = (station: Station, deed: string) =>
    canRun
      ? quickDeeds(actions, station, station === about ? connectors : [], deed).map((one) =>
          runEntry(one, station, onRun, station === about ? charging : 0),
        )
      : [];
  if (chosen) {
    const id = chosen.ocpp_id;
    const messages: Entry = {
      id: "messages",
      group: t("palette.pages"),
      name: t("palette.messages", { station: id }),
      note: "",
      icon: ScrollText,
      run: () => {
        close();
        navigate({ to: "/log", search: { q: `station:${id}` } });
      },
    };
    const goes = [
      { ...stationEntry(chosen, t("palette.pages"), how), station: undefined },
      ...charges.map((charge) => ({ ...transactionEntry(charge, how), group: t("palette.pages") })),
      ...(may("logs:read") ? [messages] : []),
    ];
    const called = goes.filter((entry) => entry.name.toLowerCase().includes(text.toLowerCase()));
    return [...deeds(chosen, text), ...called];
  }
  if (text === "") {
    const been = recent().map((one) => entryOf(one, t("palette.recent"), how));
    return [...been, ...pageEntries("", how)];
  }
  return [
    ...spoken.stations.flatMap((station) => deeds(station, spoken.deed).slice(0, RUN_SHOWN)),
    ...found.map((station) => stationEntry(station, t("palette.stations"), how)),
    ...charges.map((charge) => transactionEntry(charge, how)),
    ...tags.map((tag) =>
      entryOf(
        { kind: "tag", id: tag.id_tag, name: tag.id_tag, note: tag.note ?? "" },
        t("palette.tags"),
        how,
      ),
    ),
    ...pageEntries(text, how),
  ];
}
