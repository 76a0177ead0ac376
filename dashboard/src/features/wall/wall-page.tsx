import { X } from "lucide-react";
import { useEffect } from "react";
import { useOverview } from "@/api/overview";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { FleetStrip } from "@/components/ui/fleet-strip";
import { LiveBanner, LiveSign } from "@/components/ui/live-banner";
import { Mark } from "@/components/ui/mark";
import { useFleet } from "@/lib/feed/live";
import { currentLanguage, t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { navigate } from "@/lib/router";
import { useAwake } from "./awake";
import { WallAttention } from "./wall-attention";
import { WallFigures } from "./wall-figures";
import { WallPower } from "./wall-power";
import { WallSites } from "./wall-sites";

function leave(): void {
  navigate({ to: "/" });
}

/** For a screen on a wall that nobody touches: what matters at five metres, and no navigation. Escape leaves it. */
export default function WallPage() {
  const asked = useOverview();
  useAwake();
  useEffect(() => {
    document.title = t("app.title", { page: t("wall.enter") });
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open]"))
        leave();
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);
  return (
    <div className="min-h-screen lg:h-screen lg:overflow-hidden flex flex-col bg-canvas">
      <WallHeader byState={asked.data?.connectors.by_status ?? {}} />
      <Asked asked={asked} rows={12}>
        {(overview) => (
          <div className="flex-1 min-h-0 flex flex-col px-5 lg:px-10 py-5 lg:pt-8 lg:pb-6">
            <WallFigures overview={overview} />
            <div className="flex-1 min-h-0 mt-6 grid grid-cols-1 lg:grid-cols-[minmax(0,2.2fr)_minmax(0,1fr)] gap-x-12 gap-y-6">
              <WallSites overview={overview} />
              <div className="min-h-0 flex flex-col border-t border-line">
                <WallAttention overview={overview} />
                <WallPower />
              </div>
            </div>
          </div>
        )}
      </Asked>
    </div>
  );
}

function WallHeader({ byState }: { byState: Record<string, number> }) {
  const { totals, complete } = useFleet("totals");
  return (
    <header>
      <div className="flex items-center gap-4 h-[68px] px-5 lg:px-10">
        <Mark size={36} />
        <h1 className="text-xl font-[650] truncate max-sm:sr-only">{t("app.name")}</h1>
        <div className="ml-auto flex items-center gap-4">
          <LiveSign />
          <Clock />
          <Button
            look="quiet"
            size="icon"
            className="!text-ink-3"
            aria-label={t("wall.leave")}
            title={t("wall.leave")}
            onClick={leave}
          >
            <X size={16} aria-hidden="true" />
          </Button>
        </div>
      </div>
      <FleetStrip wall byState={complete ? totals.byState : byState} />
      <LiveBanner />
    </header>
  );
}

function Clock() {
  const now = useNow();
  const time = new Intl.DateTimeFormat(currentLanguage(), {
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  return <span className="text-[34px] leading-10 font-[620] tracking-[-.02em]">{time.format(now)}</span>;
}
