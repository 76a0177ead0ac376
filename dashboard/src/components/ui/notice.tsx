import { clsx } from "clsx";
import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

type Props = { icon: LucideIcon; title: string; children?: ReactNode; actions?: ReactNode; small?: boolean };

/** What a place says when it has nothing to show: what is missing, and the one next step. */
export function Notice({ icon: Icon, title, children, actions, small }: Props) {
  return (
    <div className={clsx("grid place-items-center text-center px-6", small ? "py-8" : "py-16")}>
      <div className="max-w-[460px]">
        <span className="mx-auto grid place-items-center size-10 rounded-card bg-sunken text-ink-2">
          <Icon size={20} strokeWidth={1.75} aria-hidden="true" />
        </span>
        <h2 className={clsx("mt-3 font-[620]", small ? "text-sm" : "text-lg")}>{title}</h2>
        {children && <div className="mt-1 text-sm text-ink-2">{children}</div>}
        {actions && <div className="mt-4 flex justify-center gap-2">{actions}</div>}
      </div>
    </div>
  );
}
