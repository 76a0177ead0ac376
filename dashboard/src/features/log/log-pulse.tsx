import { useMemo } from "react";
import { latency, share } from "@/lib/format";
import type { Exchange } from "@/lib/frames/exchanges";
import { t } from "@/lib/i18n";
import { type Pulse, pulseOf, SPAN_MS } from "./pulse";

/** How busy the last two minutes were, how quick the answers, and where errors sit. */
export function LogPulse({ exchanges, now }: { exchanges: readonly Exchange[]; now: number }) {
  const second = Math.floor(now / 2000) * 2000;
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted again every two seconds, not with each frame
  const pulse = useMemo(() => pulseOf(exchanges, second + 2000), [second, exchanges.length === 0]);
  const rate = pulse.frames / (SPAN_MS / 1000);
  return (
    <div className="px-4 pb-3 max-sm:pb-2">
      <p className="flex flex-wrap gap-x-4 text-sm text-ink-2">
        <span>{t("log.pulse.rate", { rate: share(rate) })}</span>
        {pulse.median !== null && <span>{t("log.pulse.median", { time: latency(pulse.median) })}</span>}
        {pulse.errors > 0 && (
          <span className="text-danger font-[580]">
            {t("log.pulse.errors", { percent: share((pulse.errors / pulse.calls) * 100) })}
          </span>
        )}
        <span className="ml-auto text-xs text-ink-3 max-sm:hidden">{t("log.pulse.span")}</span>
      </p>
      <Bars pulse={pulse} />
    </div>
  );
}

function Bars({ pulse }: { pulse: Pulse }) {
  const highest = Math.max(1, ...pulse.bars.map((bar) => bar.count));
  return (
    <div aria-hidden="true" className="flex items-end gap-px h-8 mt-1.5 fades">
      {pulse.bars.map((bar, index) => (
        <span key={index} className="flex-1 flex flex-col justify-end h-full">
          <span
            className="block bg-line-2 relative overflow-hidden"
            style={{ height: `${(bar.count / highest) * 100}%` }}
          >
            {bar.errors > 0 && (
              <span
                className="absolute inset-x-0 bottom-0 bg-danger"
                style={{ height: `${Math.max(20, (bar.errors / bar.count) * 100)}%` }}
              />
            )}
          </span>
        </span>
      ))}
    </div>
  );
}
