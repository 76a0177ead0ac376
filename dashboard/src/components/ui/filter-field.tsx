import { Search } from "lucide-react";
import { useEffect, useRef, useState } from "react";

const TYPING_MS = 250;
type Props = { label: string; value: string; onChange: (value: string) => void };

/** A filter that is typed: it counts when the typing pauses. */
export function FilterField({ label, value, onChange }: Props) {
  const [text, setText] = useState(value);
  /** When it counts, another filter may have been chosen: what was right at the typing is not any more. */
  const latest = useRef(onChange);
  latest.current = onChange;
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  // What counts is trimmed; the space that stands before the next word stays in the field.
  useEffect(() => setText((typed) => (typed.trim() === value ? typed : value)), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const typed = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => latest.current(next.trim()), TYPING_MS);
  };
  return (
    <label className="flex items-center gap-2 h-8 max-sm:h-10 px-2.5 rounded-ctl border border-line-3 bg-surface text-ink-3 focus-within:ring-2 focus-within:ring-accent min-w-0 flex-1 basis-44 max-w-[320px] max-sm:max-w-none">
      <Search size={15} aria-hidden="true" className="shrink-0" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        onChange={(event) => typed(event.target.value)}
        className="flex-1 min-w-0 bg-transparent text-sm text-ink placeholder:text-ink-3 !outline-none"
      />
    </label>
  );
}
