import { ListFilter, X } from "lucide-react";
import { useRef, useState } from "react";
import { parseQuery, writeQuery, writeTerm } from "@/lib/frames/query";
import { t } from "@/lib/i18n";
import { KEYS, useShortcuts } from "@/lib/keys";

/** The query as chips and a field: Enter adds a term, Backspace in an empty field takes the last one back. */
export function QueryField({ query, onChange }: { query: string; onChange: (query: string) => void }) {
  const [text, setText] = useState("");
  const input = useRef<HTMLInputElement>(null);
  const terms = parseQuery(query);
  useShortcuts({ "log.query": () => input.current?.focus() });
  const add = () => {
    if (text.trim() === "") return;
    onChange(writeQuery([...terms, ...parseQuery(text)]));
    setText("");
  };
  const remove = (index: number) => onChange(writeQuery(terms.filter((_, at) => at !== index)));
  return (
    <div className="flex flex-wrap items-center gap-1.5 min-h-8 max-sm:min-h-10 px-2.5 py-0.5 rounded-ctl border border-line-3 bg-surface text-ink-3 focus-within:ring-2 focus-within:ring-accent flex-1 min-w-0">
      <ListFilter size={15} aria-hidden="true" className="shrink-0" />
      {terms.map((term, index) => (
        <span
          key={`${index} ${writeTerm(term)}`}
          className="inline-flex items-center gap-1 h-6 pl-2 pr-0.5 rounded-chip bg-sunken border border-line text-xs min-w-0"
        >
          <span className="text-ink-2 whitespace-nowrap">
            {term.not && "-"}
            {term.field !== "text" && `${term.field}:`}
          </span>
          <span className="font-[600] text-ink truncate max-w-[180px]">{term.value}</span>
          <button
            type="button"
            aria-label={t("log.query.remove", { term: writeTerm(term) })}
            onClick={() => remove(index)}
            className="grid place-items-center size-5 rounded-chip hover:bg-hover"
          >
            <X size={12} aria-hidden="true" />
          </button>
        </span>
      ))}
      <input
        ref={input}
        type="search"
        aria-label={t("log.query")}
        aria-keyshortcuts={KEYS["log.query"]}
        placeholder={terms.length === 0 ? t("log.query.hint") : ""}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key === "Enter") add();
          if (event.key === "Backspace" && text === "" && terms.length > 0) remove(terms.length - 1);
        }}
        className="flex-1 min-w-[80px] bg-transparent text-sm text-ink placeholder:text-ink-3 !outline-none"
      />
    </div>
  );
}
