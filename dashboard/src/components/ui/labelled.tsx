import { CircleX } from "lucide-react";
import { type ReactNode, useId } from "react";

export type Frame = {
  label: string;
  aside?: ReactNode;
  help?: string;
  error?: string | null;
};
type Props = Frame & {
  children: (ids: { id: string; about: string | undefined }) => ReactNode;
};

/** What stands around every field: a label above, help below, and an error in place of the help. */
export function Labelled({ label, aside, help, error, children }: Props) {
  const id = useId();
  const about = `${id}-about`;
  return (
    <div>
      <div className="flex mb-1.5">
        <label htmlFor={id} className="text-sm font-[580] [overflow-wrap:anywhere]">
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
