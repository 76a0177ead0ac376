import { clsx } from "clsx";
import { ArrowDown, ArrowUp, Search, X } from "lucide-react";
import { type KeyboardEvent, lazy, Suspense, useDeferredValue, useEffect, useRef, useState } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { Dialog } from "@/components/ui/dialog";
import { t } from "@/lib/i18n";
import { insist } from "@/lib/insist";
import { isKey, KEYS } from "@/lib/keys";
import { type Entry, type Run, useEntries } from "./palette-entries";
import { Key } from "./sidebar";

const CommandDialog = lazy(() => insist(() => import("@/components/commands/command-dialog")));

type Props = { onClose: () => void; onKeys: () => void };

/** Find a station, a charge, a tag or a page and go there, or run something, without leaving the keyboard. */
export default function Palette({ onClose, onKeys }: Props) {
  const [run, setRun] = useState<Run | null>(null);
  if (run) {
    const { action, payload, sure } = run.deed;
    return (
      <Suspense fallback={null}>
        <CommandDialog
          target={{ kind: "station", station: run.station }}
          wish={{ action: action.action, payload, sure }}
          onClose={onClose}
        />
      </Suspense>
    );
  }
  return <Finder onClose={onClose} onKeys={onKeys} onRun={setRun} />;
}

function Finder({ onClose, onKeys, onRun }: Props & { onRun: (run: Run) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const [station, setStation] = useState<Station | null>(null);
  const text = useDeferredValue(typed.trim());
  const entries = useEntries({ text, chosen: station, close: onClose, onRun });
  const index = Math.min(at, entries.length - 1);
  const chosen = entries[index];
  useEffect(() => {
    if (chosen) document.getElementById(`palette-${chosen.id}`)?.scrollIntoView({ block: "nearest" });
  }, [chosen]);
  const goOn = (next: Station | null) => {
    setStation(next);
    setTyped("");
    setAt(0);
    input.current?.focus();
  };
  const act = (entry: Entry | undefined) => {
    if (entry && entry.why === undefined) entry.run();
  };
  const pressed = (event: KeyboardEvent) => {
    const step = isKey(event, "palette.next") ? 1 : isKey(event, "palette.previous") ? -1 : 0;
    if (step !== 0 && entries.length > 0) setAt((index + step + entries.length) % entries.length);
    else if (isKey(event, "palette.run")) act(chosen);
    else if (isKey(event, "palette.fill") && !event.shiftKey && chosen?.station && may("commands:read"))
      goOn(chosen.station);
    else if (event.key === "Backspace" && typed === "" && station) goOn(null);
    else return;
    event.preventDefault();
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
        {station && (
          <button
            type="button"
            aria-label={t("palette.leave", { station: station.ocpp_id })}
            onClick={() => goOn(null)}
            className="inline-flex items-center gap-1 h-6 px-2 rounded-[5px] bg-line text-sm font-[600] max-w-[45%]"
          >
            <span className="id truncate">{station.ocpp_id}</span>
            <X size={12} aria-hidden="true" className="shrink-0" />
          </button>
        )}
        <input
          ref={input}
          role="combobox"
          aria-expanded="true"
          aria-controls="palette-list"
          aria-activedescendant={chosen ? `palette-${chosen.id}` : undefined}
          aria-label={t("palette.title")}
          placeholder={t(station ? "palette.placeholder.run" : "palette.placeholder")}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setAt(0);
          }}
          onKeyDown={pressed}
          className="flex-1 min-w-0 bg-transparent text-lg max-sm:text-base text-ink placeholder:text-ink-3 placeholder:text-base !outline-none"
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
        {entries.map((entry, place) => (
          <div key={entry.id}>
            {entry.group !== entries[place - 1]?.group && (
              <div className="px-3 pt-2 pb-1 text-2xs font-[600] text-ink-3">{entry.group}</div>
            )}
            <PaletteEntry
              entry={entry}
              chosen={entry === chosen}
              onPoint={() => setAt(place)}
              onChoose={() => act(entry)}
              onFill={goOn}
            />
          </div>
        ))}
      </div>
      <Foot chosen={chosen} onKeys={onKeys} />
    </Dialog>
  );
}

function Foot({ chosen, onKeys }: { chosen: Entry | undefined; onKeys: () => void }) {
  return (
    <footer className="flex items-center gap-4 h-10 px-5 border-t border-line bg-sunken text-xs text-ink-3 max-sm:hidden">
      <span className="flex items-center gap-1.5">
        <ArrowUp size={13} aria-hidden="true" />
        <ArrowDown size={13} aria-hidden="true" />
        {t("palette.choose")}
      </span>
      <span className="flex items-center gap-1.5">
        <Key>{KEYS["palette.run"]}</Key>
        {t(chosen?.runs ? "palette.run.key" : "palette.open")}
      </span>
      {chosen?.station && may("commands:read") && (
        <span className="flex items-center gap-1.5">
          <Key>{KEYS["palette.fill"]}</Key>
          {t("palette.fill")}
        </span>
      )}
      <button type="button" onClick={onKeys} className="ml-auto flex items-center gap-1.5 hover:text-ink">
        <Key>{KEYS["all.keys"]}</Key>
        {t("palette.keys")}
      </button>
    </footer>
  );
}

type EntryProps = {
  entry: Entry;
  chosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
  onFill: (station: Station) => void;
};

function PaletteEntry({ entry, chosen, onPoint, onChoose, onFill }: EntryProps) {
  const { icon: Icon, station, why } = entry;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
    <div
      id={`palette-${entry.id}`}
      role="option"
      aria-selected={chosen}
      aria-disabled={why !== undefined}
      tabIndex={-1}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={clsx(
        "flex items-center gap-3 min-h-10 px-3 rounded-ctl text-sm",
        chosen && "bg-hover",
        why ? "text-ink-3 cursor-not-allowed" : "cursor-pointer",
      )}
    >
      <Icon
        size={16}
        aria-hidden="true"
        className={clsx("shrink-0", chosen && !why ? "text-ink" : "text-ink-3")}
      />
      <span
        className={clsx(
          "whitespace-nowrap truncate min-w-0 shrink-0 max-w-[70%]",
          !why && "font-[580]",
          station && "id",
        )}
      >
        {entry.name}
      </span>
      <span className={clsx("truncate", why ? "text-ink-2" : "text-ink-3")}>{why ?? entry.note}</span>
      <span className="ml-auto flex items-center gap-0.5 shrink-0">
        {station && may("commands:read") && (
          <span
            // Not a button: an option of a list holds no other control; the keyboard has Tab.
            aria-hidden="true"
            title={t("palette.fill.station", { station: station.ocpp_id })}
            onClick={(event) => {
              event.stopPropagation();
              onFill(station);
            }}
            className="inline-flex items-center h-7 px-2 rounded-ctl border border-line-2 bg-surface text-xs text-ink-2"
          >
            {t("palette.run.key")}
          </span>
        )}
        {entry.keys?.map((key) => (
          <Key key={key}>{key}</Key>
        ))}
      </span>
    </div>
  );
}
