import { RefreshCw, WifiOff } from "lucide-react";
import { Button } from "@/components/ui/button";
import { tryNow, useLink } from "@/lib/feed/live";
import { clock } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";

function minutes(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

/** In the header: how true the picture is. */
export function LiveSign() {
  const { phase, since } = useLink();
  const now = useNow();
  if (phase === "live") {
    return (
      <span className="inline-flex items-center gap-1.5 h-7 px-2 rounded-ctl text-xs font-[550] text-ok">
        <span className="size-1.5 rounded-full bg-ok live-dot dot-ok" />
        {t("live.live")}
      </span>
    );
  }
  if (phase === "stale" || phase === "ended") {
    return (
      <span className="inline-flex items-center gap-1.5 h-7 px-2 rounded-ctl text-xs font-[550] bg-warn-tint text-warn">
        <WifiOff size={14} aria-hidden="true" />
        {t("live.stale", { age: since === null ? "" : minutes(now - since) })}
      </span>
    );
  }
  return (
    <span className="inline-flex items-center gap-1.5 h-7 px-2 rounded-ctl text-xs font-[550] text-ink-2">
      <span className="size-1.5 rounded-full bg-ink-3" />
      {t(phase === "reconnecting" ? "live.reconnecting" : "live.connecting")}
    </span>
  );
}

/** Below the header while the picture is old. Read out once, not every second. */
export function LiveBanner() {
  const { phase, since, retryAt } = useLink();
  const now = useNow();
  if (phase !== "stale") return null;
  const seconds = retryAt === null ? 0 : Math.max(0, Math.ceil((retryAt - now) / 1000));
  return (
    <div className="flex items-center gap-3 px-4 lg:px-6 py-2.5 bg-warn-tint border-b border-line text-sm">
      <WifiOff size={18} aria-hidden="true" className="text-warn shrink-0" />
      <p className="min-w-0">
        <span role="status">
          <b className="font-[650]">{t("live.banner")}</b>{" "}
          {since === null ? t("live.banner.never") : t("live.banner.since", { time: clock(since) })}
        </span>{" "}
        <span className="text-ink-2 max-sm:hidden">
          {seconds > 0 ? t("live.banner.retry", { seconds }) : t("live.banner.trying")}
        </span>
      </p>
      <Button size="small" className="ml-auto" onClick={tryNow}>
        <RefreshCw size={13} aria-hidden="true" />
        {t("live.try")}
      </Button>
    </div>
  );
}
