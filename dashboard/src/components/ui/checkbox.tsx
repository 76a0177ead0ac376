import { clsx } from "clsx";
import { Check, Minus } from "lucide-react";

type Props = {
  label: string;
  checked: boolean | "mixed";
  onChange: (checked: boolean) => void;
  hidden?: boolean;
};

/** A checkbox of 16 px; its label is for readers, or stands beside it. */
export function Checkbox({ label, checked, onChange }: Props) {
  return (
    <span className="relative inline-grid place-items-center align-middle size-4">
      <input
        type="checkbox"
        aria-label={label}
        checked={checked === true}
        ref={(input) => {
          if (input) input.indeterminate = checked === "mixed";
        }}
        onChange={(event) => onChange(event.target.checked)}
        onClick={(event) => event.stopPropagation()}
        className={clsx(
          "appearance-none absolute inset-0 m-0 rounded-[4px] border cursor-pointer",
          checked ? "bg-primary border-primary" : "border-line-3 bg-surface",
        )}
      />
      {checked === true && (
        <Check
          size={12}
          strokeWidth={2.6}
          aria-hidden="true"
          className="relative pointer-events-none text-on-primary"
        />
      )}
      {checked === "mixed" && (
        <Minus
          size={12}
          strokeWidth={2.6}
          aria-hidden="true"
          className="relative pointer-events-none text-on-primary"
        />
      )}
    </span>
  );
}
