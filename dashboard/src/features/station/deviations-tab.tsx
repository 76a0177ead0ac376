import { ShieldCheck } from "lucide-react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { Age } from "@/components/ui/age";
import { Asked } from "@/components/ui/asked";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { lastFrameQuery, useDeviations } from "./deviations";

/** What the station bends, the latest first; each rule leads to the frame that broke it last. */
export default function DeviationsTab({ station }: { station: Station }) {
  const asked = useDeviations(station.ocpp_id);
  return (
    <Card>
      <Asked asked={asked}>
        {({ items }) =>
          items.length === 0 ? (
            <Notice small icon={ShieldCheck} title={t("station.deviations.none")} />
          ) : (
            <ul>
              {items.map((one) => (
                <li key={one.rule} className="px-4 py-3 text-sm border-t border-line first:border-0">
                  <div className="flex items-baseline gap-3">
                    <span className="font-[600] break-all">{one.rule}</span>
                    <span className="text-warn font-[600]">{count(one.count)}</span>
                    <Age ago since={one.last_at} className="ml-auto text-xs text-ink-3 whitespace-nowrap" />
                  </div>
                  <p className="mt-0.5 text-ink-2 break-words">{one.meaning}</p>
                  <p className="code mt-1 text-xs text-ink-3 break-all">{one.last_frame.excerpt}</p>
                  {one.last_frame.log && may("logs:read") && (
                    <Link
                      to="/log"
                      search={{ q: lastFrameQuery(station.ocpp_id, one) }}
                      className="inline-block mt-1 text-xs text-ink-2 underline underline-offset-3 decoration-line-3"
                    >
                      {t("station.deviations.message")}
                    </Link>
                  )}
                </li>
              ))}
            </ul>
          )
        }
      </Asked>
    </Card>
  );
}
