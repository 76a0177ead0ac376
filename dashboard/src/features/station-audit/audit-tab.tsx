import { ScrollText } from "lucide-react";
import { usePages } from "@/api/pages";
import type { Station } from "@/api/stations";
import { type AuditEntry, AuditList } from "@/components/audit/audit-list";
import { Asked } from "@/components/ui/asked";
import { Card } from "@/components/ui/card";
import { Notice } from "@/components/ui/notice";
import { useTold } from "@/lib/feed/use-told";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";

const AGAIN_MS = 10_000;

/** Who did what to this station, newest first. Deeds that become commands or blocks are told by the feed. */
export default function AuditTab({ station }: { station: Station }) {
  const id = station.ocpp_id;
  const asked = usePages<AuditEntry>("/audit", { station: id }, AGAIN_MS);
  useTold((one) => one.data.station === id && TELLING.has(one.type), asked);
  const all = (
    <Link
      to="/audit"
      search={{ station: id }}
      className="text-xs text-ink-2 underline underline-offset-3 decoration-line-3"
    >
      {t("station.audit.all")}
    </Link>
  );
  return (
    <Card title={t("station.tab.audit")} actions={asked.data && all}>
      <Asked asked={asked} rows={10}>
        {(entries) =>
          entries.length === 0 ? (
            <Notice small icon={ScrollText} title={t("audit.none")} />
          ) : (
            <AuditList entries={entries} more={asked.more} ofStation={id} />
          )
        }
      </Asked>
    </Card>
  );
}

const TELLING = new Set(["command.updated", "connector.blocked", "connector.unblocked", "station.connected"]);
