import { clsx } from "clsx";
import { useState } from "react";
import { Labelled } from "@/components/ui/labelled";
import { type Draft, readJson } from "@/lib/actions/draft";
import { t } from "@/lib/i18n";

type Props = {
  payload: Draft;
  faults: readonly string[];
  onChange: (payload: Draft) => void;
  /** Whether what stands there can be read: as long as it cannot, the form would show something else. */
  onBroken: (broken: boolean) => void;
};

/** The payload as its JSON text; what is typed here stands in the form at once. */
export function JsonField({ payload, faults, onChange, onBroken }: Props) {
  const [text, setText] = useState(() => JSON.stringify(payload, null, 2));
  const read = readJson(text);
  const wrong = "wrong" in read ? t(`send.json.${read.wrong}`, { detail: read.detail }) : null;
  const typed = (next: string) => {
    setText(next);
    const now = readJson(next);
    onBroken("wrong" in now);
    if ("payload" in now) onChange(now.payload);
  };
  return (
    <div>
      <Labelled label={t("send.json")} error={wrong}>
        {({ id, about }) => (
          <textarea
            id={id}
            rows={Math.min(18, Math.max(7, text.split("\n").length))}
            spellCheck={false}
            autoComplete="off"
            aria-describedby={about}
            aria-invalid={wrong || faults.length > 0 ? true : undefined}
            value={text}
            onChange={(event) => typed(event.target.value)}
            className={clsx(
              "code w-full px-3 py-2 rounded-ctl border bg-surface text-xs leading-5 text-ink",
              "focus-visible:!outline-none focus-visible:ring-2 focus-visible:ring-accent",
              wrong ? "border-danger" : "border-line-3",
            )}
          />
        )}
      </Labelled>
      {!wrong && faults.length > 0 && (
        <div role="alert">
          <ul className="mt-1.5 space-y-0.5 text-xs text-danger">
            {faults.map((fault) => (
              <li key={fault} className="break-words">
                {fault}
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  );
}
