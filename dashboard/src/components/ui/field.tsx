import { clsx } from "clsx";
import { CircleX } from "lucide-react";
import { type InputHTMLAttributes, type ReactNode, useId } from "react";

type Props = InputHTMLAttributes<HTMLInputElement> & {
  label: string;
  help?: string;
  error?: string | null;
  tall?: boolean;
  aside?: ReactNode;
};

/** A labelled input: help below it, and an error in place of the help. */
export function Field({ label, help, error, tall, aside, ...input }: Props) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div>
      <div className="flex mb-1.5">
        <label htmlFor={id} className="text-sm font-[580]">
          {label}
        </label>
        {aside}
      </div>
      <div
        className={clsx(
          "flex items-center gap-2 px-2.5 rounded-ctl border bg-surface text-ink-3",
          "focus-within:ring-2 focus-within:ring-accent",
          tall ? "h-11" : "h-8 max-sm:h-10",
          error ? "border-danger" : "border-line-3",
        )}
      >
        <input
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={error || help ? about : undefined}
          className="flex-1 min-w-0 bg-transparent text-sm text-ink placeholder:text-ink-3 !outline-none"
          {...input}
        />
      </div>
      {error ? (
        <p id={about} role="alert" className="mt-1.5 flex items-start gap-1.5 text-sm text-danger">
          <CircleX size={15} aria-hidden="true" className="mt-0.5 shrink-0" />
          {error}
        </p>
      ) : (
        help && (
          <p id={about} className="mt-1.5 text-xs text-ink-3">
            {help}
          </p>
        )
      )}
    </div>
  );
}
