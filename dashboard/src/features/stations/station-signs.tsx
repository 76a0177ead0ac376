import { clsx } from "clsx";
import { Link2, WifiOff } from "lucide-react";
import { usePower } from "@/components/ui/station-cells";
import { kilowatts } from "@/lib/format";
import { t } from "@/lib/i18n";

/** A bar is full at this power; most stations stay below. */
const FULL_BAR_W = 150_000;

export function LinkSign({ online }: { online: boolean }) {
  return online ? (
    <span className="inline-flex items-center gap-1.5 text-ink-2">
      <Link2 size={14} aria-hidden="true" className="text-ink-3" />
      {t("stations.online")}
    </span>
  ) : (
    <span className="inline-flex items-center gap-1.5 font-[550] text-ink">
      <WifiOff size={14} aria-hidden="true" />
      {t("stations.offline")}
    </span>
  );
}

export function Power({ station }: { station: string }) {
  const watts = usePower(station);
  return (
    <span className="flex items-center gap-2 justify-end">
      <span className={watts ? "text-ink" : "text-ink-3"}>{watts === 0 ? "0" : kilowatts(watts)}</span>
      <span
        className={clsx(
          "w-14 h-1.5 rounded-full overflow-hidden max-md:hidden fades",
          watts ? "bg-line" : "",
        )}
      >
        <span
          className="block h-full rounded-full bg-[var(--st-charging-fill)]"
          style={{ width: `${Math.min(100, ((watts ?? 0) / FULL_BAR_W) * 100)}%` }}
        />
      </span>
    </span>
  );
}
