import { clsx } from "clsx";
import type { ReactNode } from "react";

type Props = {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  className?: string;
  children: ReactNode;
};

export function Card({ title, note, actions, className, children }: Props) {
  return (
    <section
      className={clsx(
        "bg-surface border border-line rounded-card shadow-card overflow-hidden min-w-0",
        className,
      )}
    >
      {title !== undefined && (
        <header className="flex items-center gap-3 h-12 max-sm:h-14 px-4">
          <h2 className="text-sm font-[620] text-ink whitespace-nowrap">{title}</h2>
          {note !== undefined && <span className="text-xs text-ink-3 truncate">{note}</span>}
          {actions !== undefined && <div className="ml-auto flex items-center gap-1">{actions}</div>}
        </header>
      )}
      {children}
    </section>
  );
}
