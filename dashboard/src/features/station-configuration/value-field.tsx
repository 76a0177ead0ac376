import { clsx } from "clsx";
import { t } from "@/lib/i18n";
import { wrongValue } from "./keys";

type Props = {
  label: string;
  kind: string | undefined;
  unit: string | null | undefined;
  value: string;
  autoFocus?: boolean;
  onChange: (value: string) => void;
};

const BOX =
  "h-8 max-sm:h-10 px-2.5 rounded-ctl border bg-surface text-sm text-ink focus-visible:ring-2 focus-visible:ring-accent !outline-none";

/** A value of the kind that the specification gives the key: a choice for true and false, digits with their unit. */
export function ValueField({ label, kind, unit, value, autoFocus, onChange }: Props) {
  const wrong = wrongValue(kind, value);
  if (kind === "boolean") {
    const known = ["true", "false"].find((one) => one === value.trim().toLowerCase()) ?? "";
    return (
      <select
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: somebody has just asked to change this value
        autoFocus={autoFocus}
        value={known}
        onChange={(event) => onChange(event.target.value)}
        className={`${BOX} border-line-3`}
      >
        {known === "" && <option value="">{t("value.unknown")}</option>}
        <option value="true">true</option>
        <option value="false">false</option>
      </select>
    );
  }
  return (
    <span className="block min-w-0 w-full">
      <span className="flex items-center gap-2">
        <input
          aria-label={label}
          // biome-ignore lint/a11y/noAutofocus: somebody has just asked to change this value
          autoFocus={autoFocus}
          aria-invalid={wrong ? true : undefined}
          inputMode={kind === "integer" ? "numeric" : undefined}
          autoComplete="off"
          spellCheck={false}
          value={value}
          onChange={(event) => onChange(event.target.value)}
          className={clsx(
            BOX,
            "code min-w-0",
            kind === "integer" ? "w-28" : "w-full",
            wrong ? "border-danger" : "border-line-3",
          )}
        />
        {unit && <span className="text-xs text-ink-3">{unit}</span>}
      </span>
      {wrong && (
        <span role="alert" className="block mt-1 text-xs text-danger">
          {t(`configuration.wrong.${wrong}`)}
        </span>
      )}
      {!wrong && kind === "list" && (
        <span className="block mt-1 text-xs text-ink-3">{t("configuration.list.help")}</span>
      )}
    </span>
  );
}
