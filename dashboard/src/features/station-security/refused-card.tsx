import { ShieldCheck } from "lucide-react";
import { usePages } from "@/api/pages";
import { RefusalTable } from "@/components/refusals/refusal-table";
import { grouped, type Refusal } from "@/components/refusals/refusals";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { t } from "@/lib/i18n";

/** A refusal is listed within a second; nothing in the feed tells of it. */
const AGAIN_MS = 2_000;

/** Connections in this station's name that were not let in, with the real reason. */
export function RefusedCard({ station }: { station: string }) {
  const asked = usePages<Refusal>("/refused-handshakes", { station }, AGAIN_MS);
  return (
    <Card title={t("refusal.title")} note={t("refusal.live")}>
      <Asked asked={asked}>
        {(items) =>
          items.length === 0 ? (
            <Notice small icon={ShieldCheck} title={t("refusal.none")} />
          ) : (
            <>
              <RefusalTable groups={grouped(items)} />
              {asked.more && (
                <p className="p-3 text-center border-t border-line">
                  <Button onClick={asked.more}>{t("list.more")}</Button>
                </p>
              )}
            </>
          )
        }
      </Asked>
    </Card>
  );
}
