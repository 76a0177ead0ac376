import type { ReactNode } from "react";
import { Checkbox } from "@/components/ui/checkbox";

/** One part of the editor: what it is about on the left, what can be chosen on the right. */
export function Section({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <section className="grid gap-x-6 gap-y-3 px-4 py-4 border-t border-line sm:grid-cols-[180px_1fr]">
      <div>
        <h3 className="text-sm font-[600]">{title}</h3>
        {help && <p className="mt-0.5 text-xs text-ink-3">{help}</p>}
      </div>
      <div className="min-w-0 space-y-3">{children}</div>
    </section>
  );
}

type CheckProps = {
  label: string;
  code?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
};

/** A choice with its word and, below, the word of the API. */
export function Check({ label, code, checked, onChange }: CheckProps) {
  return (
    <span className="flex items-start gap-2.5 text-sm max-sm:min-h-10">
      <Checkbox label={code ? `${label} (${code})` : label} checked={checked} onChange={onChange} />
      <span aria-hidden="true" className="min-w-0 cursor-default" onClick={() => onChange(!checked)}>
        <span className={checked ? "font-[580]" : undefined}>{label}</span>
        {code && <span className="block text-xs text-ink-3 break-all">{code}</span>}
      </span>
    </span>
  );
}

type ChecksProps<W extends string> = {
  words: readonly W[];
  on: ReadonlySet<W>;
  name: (word: W) => string;
  onToggle: (word: W, on: boolean) => void;
};

export function Checks<W extends string>({ words, on, name, onToggle }: ChecksProps<W>) {
  return (
    <div className="grid gap-2.5 sm:grid-cols-2">
      {words.map((word) => {
        const label = name(word);
        const code = label === word ? undefined : word;
        return (
          <Check
            key={word}
            label={label}
            code={code}
            checked={on.has(word)}
            onChange={(next) => onToggle(word, next)}
          />
        );
      })}
    </div>
  );
}
