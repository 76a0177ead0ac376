import { CircleCheck } from "lucide-react";
import type { Attention, Overview } from "@/api/overview";
import { attentionWords } from "@/components/fleet/attention-words";
import { Age } from "@/components/ui/age";
import { buttonClass } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { StateIcon } from "@/components/ui/state";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";

const SHOWN = 6;

export function AttentionList({ overview }: { overview: Overview }) {
  const items = overview.needs_attention;
  const total = Object.values(overview.attention_counts).reduce((sum, one) => sum + one, 0);
  const all = total > SHOWN && (
    <span className="text-xs font-[550] text-ink-2">
      {t("overview.attention.all", { count: count(total) })}
    </span>
  );
  return (
    <Card
      title={t("overview.attention")}
      note={t("overview.attention.order")}
      actions={all || undefined}
      className="xl:h-[316px] xl:flex xl:flex-col"
    >
      {items.length === 0 ? (
        <Notice small icon={CircleCheck} title={t("overview.attention.none")}>
          {t("overview.attention.none.text")}
        </Notice>
      ) : (
        // Beside the curve it has a height of its own: what comes and goes pushes nothing away.
        <ul className="xl:flex-1 xl:min-h-0 xl:overflow-y-auto">
          {items.slice(0, SHOWN).map((item, index) => (
            <AttentionRow
              key={`${item.kind} ${item.station} ${item.connector} ${item.detail}`}
              item={item}
              first={index === 0}
            />
          ))}
        </ul>
      )}
    </Card>
  );
}

function AttentionRow({ item, first }: { item: Attention; first: boolean }) {
  const { state, title, text } = attentionWords(item);
  return (
    <li className={first ? "flex gap-3 px-4 py-3 rowx" : "flex gap-3 px-4 py-3 rowx border-t border-line"}>
      <span
        data-state={state}
        className="mt-0.5 grid place-items-center size-6 shrink-0 rounded-ctl bg-tint text-fg fades"
      >
        <StateIcon state={state} size={14} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline gap-2">
          <span className="text-sm font-[600] text-ink break-words normal-nums min-w-0">{title}</span>
          {item.since && <Age since={item.since} className="ml-auto text-xs text-ink-3 whitespace-nowrap" />}
        </div>
        <div className="text-xs text-ink-2 mt-0.5 break-words normal-nums">{text}</div>
        <div className="flex items-center gap-2 mt-2">
          <span className="text-xs text-ink-3 truncate">{item.group}</span>
          <Link
            to="/stations/$station"
            params={{ station: item.station }}
            aria-label={`${t("overview.attention.open")}: ${title}`}
            className={`ml-auto ${buttonClass("plain", "small")}`}
          >
            {t("overview.attention.open")}
          </Link>
        </div>
      </div>
    </li>
  );
}
