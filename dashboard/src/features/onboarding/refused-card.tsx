import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { RefusalTable } from "@/components/refusals/refusal-table";
import { grouped } from "@/components/refusals/refusals";
import { Asked } from "@/components/ui/asked";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { Segmented } from "@/components/ui/segmented";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { useRefusals } from "./use-refusals";

const HOUR_MS = 3_600_000;
type Span = "hour" | "day";

/** Everybody who was not let in, live, with the real reason and what mends it. */
export function RefusedCard() {
  const [span, setSpan] = useState<Span>("hour");
  const asked = useRefusals();
  const now = useNow();
  const spans = (["hour", "day"] as const).map((value) => ({ value, label: t(`refusal.span.${value}`) }));
  const since = now - HOUR_MS * (span === "hour" ? 1 : 24);
  return (
    <Card
      title={t("refusal.title")}
      note={t("refusal.live")}
      actions={<Segmented label={t("refusal.span")} value={span} options={spans} onChange={setSpan} />}
    >
      <Asked asked={asked}>
        {(items) => {
          const shown = grouped(items.filter((one) => Date.parse(one.at) >= since));
          if (shown.length === 0)
            return (
              <Notice small icon={ShieldCheck} title={t("refusal.none")}>
                {t("refusal.none.text")}
              </Notice>
            );
          return <RefusalTable groups={shown} />;
        }}
      </Asked>
    </Card>
  );
}
