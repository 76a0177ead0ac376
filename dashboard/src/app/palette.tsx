import { useQuery } from "@tanstack/react-query";
import { clsx } from "clsx";
import { ArrowDown, ArrowUp, EvCharger, Link2, type LucideIcon, Search, WifiOff } from "lucide-react";
import { type KeyboardEvent, useDeferredValue, useEffect, useState } from "react";
import { api, data } from "@/api/client";
import { may } from "@/api/session";
import { Dialog } from "@/components/ui/dialog";
import { t } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import { PLACES } from "./navigation";
import { Key } from "./sidebar";

type Entry = {
  id: string;
  group: string;
  name: string;
  note: string;
  icon: LucideIcon;
  keys?: string[];
  run: () => void;
};

function useStations(text: string) {
  return useQuery({
    queryKey: ["palette", text],
    queryFn: ({ signal }) =>
      data(api.GET("/api/v1/stations", { params: { query: { q: text, limit: 8 } }, signal })),
    enabled: text.length > 0 && may("stations:read"),
    placeholderData: (before) => before,
  });
}

function useEntries(text: string, close: () => void): Entry[] {
  const found = useStations(text);
  const stations: Entry[] = (text ? (found.data?.items ?? []) : []).map((station) => ({
    id: `station-${station.ocpp_id}`,
    group: t("palette.stations"),
    name: station.ocpp_id,
    note: [station.name, station.group, [station.vendor, station.model].filter(Boolean).join(" ")]
      .filter(Boolean)
      .join(", "),
    icon: station.online ? EvCharger : WifiOff,
    run: () => {
      close();
      navigate({ to: "/stations/$station", params: { station: station.ocpp_id } });
    },
  }));
  const pages: Entry[] = PLACES.flatMap((group) => group.places)
    .filter((place) => t(place.text).toLowerCase().includes(text.toLowerCase()))
    .map((place) => ({
      id: `page-${place.to}`,
      group: t("palette.pages"),
      name: t(place.text),
      note: "",
      icon: place.icon,
      keys: ["g", place.key],
      run: () => {
        close();
        navigate({ to: place.to });
      },
    }));
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
  const rest = docs.name.toLowerCase().includes(text.toLowerCase()) ? [docs] : [];
  return [...stations, ...pages, ...rest];
}

/** Find a station or a page and go there, without leaving the keyboard. */
export default function Palette({ onClose }: { onClose: () => void }) {
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const text = useDeferredValue(typed.trim());
  const entries = useEntries(text, onClose);
  const chosen = entries[Math.min(at, entries.length - 1)];
  useEffect(() => {
    if (chosen) document.getElementById(`palette-${chosen.id}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && entries.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, entries.length - 1) + step + entries.length) % entries.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      chosen?.run();
    }
  };
  return (
    <Dialog
      title={t("palette.title")}
      hideTitle
      onClose={onClose}
      className="sm:max-w-[640px] sm:mt-[11vh] max-sm:mb-auto max-sm:mt-0 max-sm:rounded-none"
    >
      <div className="flex items-center gap-3 h-14 px-5 border-b border-line">
        <Search size={18} aria-hidden="true" className="text-ink-3 shrink-0" />
        <input
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={chosen ? `palette-${chosen.id}` : undefined}
          aria-label={t("palette.title")}
          placeholder={t("palette.placeholder")}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={pressed}
          className="flex-1 min-w-0 bg-transparent text-lg text-ink placeholder:text-ink-3 !outline-none"
        />
        <Key>Esc</Key>
      </div>
      <div
        id="palette-list"
        role="listbox"
        aria-label={t("palette.title")}
        className="max-h-[50vh] overflow-y-auto p-2"
      >
        {entries.length === 0 && (
          <p className="px-3 py-6 text-sm text-ink-2 text-center">{t("palette.none")}</p>
        )}
        {entries.map((entry, index) => (
          <div key={entry.id}>
            {entry.group !== entries[index - 1]?.group && (
              <div className="px-3 pt-2 pb-1 text-2xs font-[600] text-ink-3">{entry.group}</div>
            )}
            <PaletteEntry entry={entry} chosen={entry === chosen} onPoint={() => setAt(index)} />
          </div>
        ))}
      </div>
      <footer className="flex items-center gap-4 h-10 px-5 border-t border-line bg-sunken text-xs text-ink-3 max-sm:hidden">
        <span className="flex items-center gap-1.5">
          <ArrowUp size={13} aria-hidden="true" />
          <ArrowDown size={13} aria-hidden="true" />
          {t("palette.choose")}
        </span>
        <span className="flex items-center gap-1.5">
          <Key>Enter</Key>
          {t("palette.open")}
        </span>
      </footer>
    </Dialog>
  );
}

function PaletteEntry({ entry, chosen, onPoint }: { entry: Entry; chosen: boolean; onPoint: () => void }) {
  const Icon = entry.icon;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
    <div
      id={`palette-${entry.id}`}
      role="option"
      aria-selected={chosen}
      tabIndex={-1}
      onPointerMove={onPoint}
      onClick={entry.run}
      className={clsx(
        "flex items-center gap-3 h-10 px-3 rounded-ctl text-sm cursor-pointer",
        chosen && "bg-hover",
      )}
    >
      <Icon size={16} aria-hidden="true" className="text-ink-3 shrink-0" />
      <span className="font-[580] whitespace-nowrap">{entry.name}</span>
      <span className="text-ink-3 truncate">{entry.note}</span>
      <span className="ml-auto flex gap-0.5">
        {entry.keys?.map((key) => (
          <Key key={key}>{key}</Key>
        ))}
      </span>
    </div>
  );
}
