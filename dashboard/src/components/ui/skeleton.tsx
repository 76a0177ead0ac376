import { clsx } from "clsx";
import { useEffect, useState } from "react";
import { t } from "@/lib/i18n";

const AFTER_MS = 200;

/** True after a moment: what loads at once must not flash grey bars. */
function useLate(): boolean {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
  return late;
}

/** Bars in the final shape, while something loads. */
export function Skeleton({ rows, className }: { rows: number; className?: string }) {
  const late = useLate();
  return (
    <div role="status" className={clsx("space-y-2.5 px-4 py-3", className)}>
      <span className="sr-only">{t("list.loading")}</span>
      {late &&
        Array.from({ length: rows }, (_, row) => (
          <div
            key={row}
            className="h-4 rounded-chip bg-line motion-safe:animate-pulse"
            style={{ width: `${92 - ((row * 17) % 40)}%` }}
          />
        ))}
    </div>
  );
}
