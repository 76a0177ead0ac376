import { clsx } from "clsx";
import type { ReactNode } from "react";

/** The frame of a page that is not a table over its whole width. */
export function Page({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <div
      className={clsx("w-full max-w-[1480px] mx-auto p-3 sm:p-4 lg:p-6 space-y-4 lg:space-y-5", className)}
    >
      {children}
    </div>
  );
}
