import { clsx } from "clsx";

type Props<Value extends string> = {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
};

/** One of a few: spans of time, kinds of view. */
export function Segmented<Value extends string>({ label, value, options, onChange }: Props<Value>) {
  return (
    <fieldset className="inline-flex p-0.5 rounded-ctl bg-sunken border border-line">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
          className={clsx(
            "h-6 max-sm:h-9 px-2.5 max-sm:px-2 rounded-[4px] text-xs font-[550] whitespace-nowrap",
            option.value === value
              ? "bg-surface text-ink shadow-[0_0_0_1px_var(--line-2)]"
              : "text-ink-3 hover:text-ink",
          )}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
