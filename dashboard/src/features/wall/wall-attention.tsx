import { CircleCheck } from "lucide-react";
import { type Attention, type Overview, useOverview } from "@/api/overview";
import { attentionWords } from "@/components/fleet/attention-words";
import { Age } from "@/components/ui/age";
import { StateIcon } from "@/components/ui/state";
import { SHARED_ANSWER, useTold } from "@/lib/feed/use-told";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";

const WORST = 5;
const TOLD = new Set(["connector.status_changed", "station.connected", "station.disconnected"]);

/** The list is asked for every few seconds; a fault is not to wait for that. */
function useAtOnce(): void {
  const asked = useOverview();
  useTold(({ type }) => TOLD.has(type), asked, SHARED_ANSWER);
}

/** The five worst problems, most harm first. */
export function WallAttention({ overview }: { overview: Overview }) {
  useAtOnce();
  const items = overview.needs_attention.slice(0, WORST);
  const total = Object.values(overview.attention_counts).reduce((sum, one) => sum + one, 0);
  return (
    <section aria-labelledby="wall-attention" className="min-h-0 overflow-hidden flex-1">
      <div className="flex items-baseline h-12 pt-3.5">
        <h2 id="wall-attention" className="text-base font-[620]">
          {t("overview.attention")}
        </h2>
        {total > 0 && <span className="ml-auto text-base text-ink-3">{count(total)}</span>}
      </div>
      {items.length === 0 ? (
        <p className="flex items-center gap-3 py-5 border-t border-line text-lg text-ink-2">
          <CircleCheck size={22} strokeWidth={1.75} aria-hidden="true" className="text-ok fades" />
          {t("wall.calm")}
        </p>
      ) : (
        <ul>
          {items.map((item) => (
            <Problem key={`${item.kind} ${item.station} ${item.connector} ${item.detail}`} item={item} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Problem({ item }: { item: Attention }) {
  const { state, title, text } = attentionWords(item);
  const loud = state === "Faulted" ? "bg-fill text-on" : "bg-tint text-fg";
  return (
    <li className="flex gap-4 py-3.5 border-t border-line">
      <span
        data-state={state}
        className={`grid place-items-center size-10 shrink-0 rounded-ctl fades ${loud}`}
      >
        <StateIcon state={state} size={20} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-3">
          <span className="text-xl font-[620] break-words normal-nums min-w-0">{title}</span>
          {item.since && (
            <Age since={item.since} className="ml-auto text-base text-ink-2 whitespace-nowrap" />
          )}
        </div>
        <p className="text-base text-ink-2 truncate">{text}</p>
        {item.group && <p className="text-sm text-ink-3 truncate">{item.group}</p>}
      </div>
    </li>
  );
}
