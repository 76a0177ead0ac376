import { Calculator, CircleCheck } from "lucide-react";
import type { Schemas } from "@/api/client";
import { Card } from "@/components/ui/card";
import { clock } from "@/lib/format";
import { isText, t } from "@/lib/i18n";
import type { Span } from "./course-times";

type Transaction = Schemas["Transaction"];
const MEMBERS = ["start_time", "start_meter", "end_time", "end_meter", "total_kwh", "stop_reason"] as const;

/** Where each figure of a charge comes from: said by the station, or assumed by the gateway and why. */
export function Sources({ transaction, gaps }: { transaction: Transaction; gaps: readonly Span[] }) {
  const estimated = new Set(transaction.estimated);
  const shown = [
    ...new Set([...MEMBERS.filter((name) => transaction[name] !== null), ...transaction.estimated]),
  ];
  return (
    <Card title={t("sources.title")}>
      <ul className="px-4 pb-4 space-y-3 text-sm">
        {shown.map((name) => {
          const guessed = estimated.has(name);
          const title = `sources.name.${name}`;
          const why = `sources.why.${name}`;
          const Icon = guessed ? Calculator : CircleCheck;
          return (
            <li key={name} className="flex gap-2.5">
              <Icon
                size={16}
                aria-hidden="true"
                className={`mt-0.5 shrink-0 ${guessed ? "text-warn" : "text-ok"}`}
              />
              <span className="min-w-0">
                <span className="font-[600]">{isText(title) ? t(title) : name}</span>
                <span className="block text-xs text-ink-2">
                  {guessed ? t(isText(why) ? why : "sources.why.other") : t("sources.said")}
                </span>
              </span>
            </li>
          );
        })}
        {gaps.map((gap) => (
          <li key={gap.from} className="flex gap-2.5">
            <Calculator size={16} aria-hidden="true" className="mt-0.5 shrink-0 text-warn" />
            <span className="min-w-0">
              <span className="font-[600]">
                {t("sources.gap", { from: clock(gap.from), until: clock(gap.until) })}
              </span>
              <span className="block text-xs text-ink-2">{t("sources.gap.why")}</span>
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
