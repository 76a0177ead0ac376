import { CircleX } from "lucide-react";
import type { Wrong } from "./use-deed";

type Props = { wrong: Wrong | null; name?: (field: string, text: string) => string };

/** What was refused, with what is said of single fields. */
export function WrongNote({ wrong, name = (field, text) => `${field}: ${text}` }: Props) {
  if (!wrong) return null;
  return (
    <div role="alert" className="flex items-start gap-1.5 text-sm text-danger">
      <CircleX size={15} aria-hidden="true" className="mt-0.5 shrink-0" />
      <div className="min-w-0">
        <p>{wrong.text}</p>
        {Object.entries(wrong.fields).map(([field, text]) => (
          <p key={field} className="text-xs break-words">
            {name(field, text)}
          </p>
        ))}
      </div>
    </div>
  );
}
