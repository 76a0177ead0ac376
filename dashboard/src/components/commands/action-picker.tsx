import { clsx } from "clsx";
import { Search, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useMemo, useState } from "react";
import type { Action } from "@/api/actions";
import { actionName } from "@/components/ui/command-words";
import { t } from "@/lib/i18n";
import { aboutAction, byProfile, groupName, isCalled, reasonAgainst, type StationFacts } from "./deeds";

type Props = {
  actions: readonly Action[];
  station: StationFacts | null;
  onChoose: (action: Action) => void;
};

/** Every action, grouped and found by its name or by OCPP's own; what cannot be sent now says why. */
export function ActionPicker({ actions, station, onChoose }: Props) {
  const id = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const shown = useMemo(
    () => byProfile(actions.filter((action) => isCalled(action, "", text.trim()))),
    [actions, text],
  );
  const chosen = shown[Math.min(at, shown.length - 1)];
  const optionId = (action: Action) => `${id}-${action.action}`;
  const chosenId = chosen && optionId(chosen);
  useEffect(() => {
    if (chosenId) document.getElementById(chosenId)?.scrollIntoView({ block: "nearest" });
  }, [chosenId]);
  const choose = (action: Action | undefined) => {
    if (action && !reasonAgainst(action, station)) onChoose(action);
  };
  const pressed = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && shown.length > 0) {
      event.preventDefault();
      setAt((Math.min(at, shown.length - 1) + step + shown.length) % shown.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(chosen);
    }
  };
  return (
    <div className="pt-3">
      <div className="flex items-center gap-2 h-9 max-sm:h-10 mx-5 px-2.5 rounded-ctl border border-line-3 bg-surface text-ink-3 focus-within:ring-2 focus-within:ring-accent">
        <Search size={15} aria-hidden="true" className="shrink-0" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the dialog was opened to choose
          autoFocus
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={chosenId}
          aria-label={t("send.find")}
          placeholder={t("send.find")}
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setAt(0);
          }}
          onKeyDown={pressed}
          className="flex-1 min-w-0 bg-transparent text-sm text-ink placeholder:text-ink-3 !outline-none"
        />
      </div>
      <div
        id={id}
        role="listbox"
        aria-label={t("send.find")}
        className="mt-2 p-2 max-h-[56vh] overflow-y-auto"
      >
        {shown.length === 0 && (
          <p className="px-3 py-6 text-sm text-ink-2 text-center">{t("send.find.none")}</p>
        )}
        {shown.map((action, index) => {
          const begins = action.profile !== shown[index - 1]?.profile;
          return (
            <div key={action.action} role="presentation">
              {begins && (
                <div role="presentation" className="px-3 pt-2 pb-1 text-2xs font-[600] text-ink-3">
                  {groupName(action.profile)}
                </div>
              )}
              <ActionOption
                id={optionId(action)}
                action={action}
                station={station}
                chosen={action === chosen}
                onPoint={() => setAt(index)}
                onChoose={() => choose(action)}
              />
            </div>
          );
        })}
      </div>
    </div>
  );
}

type OptionProps = {
  id: string;
  action: Action;
  station: StationFacts | null;
  chosen: boolean;
  onPoint: () => void;
  onChoose: () => void;
};

function ActionOption({ id, action, station, chosen, onPoint, onChoose }: OptionProps) {
  const why = reasonAgainst(action, station);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are handled by the combobox above
    <div
      id={id}
      role="option"
      aria-selected={chosen}
      aria-disabled={why !== null}
      tabIndex={-1}
      onPointerMove={onPoint}
      onClick={onChoose}
      className={clsx(
        "px-3 py-1.5 rounded-ctl text-sm",
        chosen && "bg-hover",
        why ? "cursor-not-allowed" : "cursor-pointer",
      )}
    >
      <div className="flex items-baseline gap-2 min-w-0">
        <span className={clsx("whitespace-nowrap", why ? "text-ink-3" : "font-[580]")}>
          {actionName(action.action)}
        </span>
        <span className="code text-xs text-ink-3 truncate">{action.action}</span>
        {action.destructive && (
          <TriangleAlert size={13} aria-hidden="true" className="ml-auto shrink-0 self-center text-ink-3" />
        )}
      </div>
      <div className={clsx("text-xs truncate", why ? "text-ink-2" : "text-ink-3")}>
        {why ? t(why.text, why.values) : aboutAction(action)}
      </div>
    </div>
  );
}
