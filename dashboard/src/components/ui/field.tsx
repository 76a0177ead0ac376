import { clsx } from "clsx";
import type { InputHTMLAttributes } from "react";
import { type Frame, Labelled } from "./labelled";

type Props = InputHTMLAttributes<HTMLInputElement> & Frame & { tall?: boolean };

/** A labelled input: help below it, and an error in place of the help. */
export function Field({ label, help, error, tall, aside, ...input }: Props) {
  return (
    <Labelled label={label} aside={aside} help={help} error={error}>
      {({ id, about }) => (
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
            aria-describedby={about}
            className="flex-1 min-w-0 bg-transparent text-sm text-ink placeholder:text-ink-3 !outline-none"
            {...input}
          />
        </div>
      )}
    </Labelled>
  );
}
