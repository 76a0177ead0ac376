import { clsx } from "clsx";
import { type SelectHTMLAttributes, useId } from "react";

type Props = SelectHTMLAttributes<HTMLSelectElement> & {
  label: string;
  options: readonly { value: string; label: string }[];
  /** The label is read, not seen: in a row of filters the first option says what it is about. */
  bare?: boolean;
};

/** The browser's own choice: it opens well on a phone and needs no script. */
export function Select({ label, options, bare, className, ...rest }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className={bare ? "sr-only" : "block mb-1.5 text-sm font-[580]"}>
        {label}
      </label>
      <select
        id={id}
        className={clsx(
          "h-8 max-sm:h-10 px-2 rounded-ctl border border-line-3 bg-surface text-sm text-ink",
          !bare && "w-full",
        )}
        {...rest}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}
