import { CircleX } from "lucide-react";
import { type ReactNode, useId } from "react";

type Props = {
  label: string;
  aside?: ReactNode;
  help?: string;
  error: string | null;
  children: (ids: { id: string; about: string | undefined }) => ReactNode;
};

/** A label above, help below, and an error in place of the help: around what is no plain text field. */
export function Labelled({ label, aside, help, error, children }: Props) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div>
      <div className="flex mb-1.5">
        <label htmlFor={id} className="text-sm font-[580] break-all">
          {label}
        </label>
        {aside}
      </div>
      {children({ id, about: error || help ? about : undefined })}
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
