import { TriangleAlert } from "lucide-react";
import { Age } from "@/components/ui/age";
import { Cell, DataTable, Row } from "@/components/ui/data-table";
import { count } from "@/lib/format";
import { isText, type TextKey, t } from "@/lib/i18n";
import { cure, type RefusalGroup } from "./refusals";

/** Who was not let in, with the real reason and what mends it. */
export function RefusalTable({ groups }: { groups: RefusalGroup[] }) {
  const names = (["station", "reason", "mend", "tries", "last"] as const).map((name) =>
    t(`refusal.column.${name}`),
  );
  return (
    <DataTable label={t("refusal.title")} columns={names}>
      {groups.map((one) => (
        <Row key={one.id}>
          <Cell first>
            <span className="min-w-0">
              {one.station ? (
                <span className="id !whitespace-normal break-all">{one.station}</span>
              ) : (
                <span className="whitespace-nowrap">{t("refusal.nameless")}</span>
              )}
              <span className="block text-xs font-normal text-ink-3">{one.remote_address}</span>
            </span>
          </Cell>
          <Cell>
            <Reason refusal={one} />
          </Cell>
          <Cell className="text-xs text-ink-2 sm:max-w-[380px]">{t(cure(one.reason))}</Cell>
          <Cell label={names[3]}>{count(one.times)}</Cell>
          <Cell label={names[4]} className="text-ink-2 whitespace-nowrap">
            <Age since={one.at} />
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}

/** The words of a reason; one that this dashboard does not know yet is shown as it is. */
export function reasonName(reason: string): string {
  const key = `refusal.reason.${reason}`;
  return isText(key) ? t(key as TextKey) : reason;
}

function Reason({ refusal }: { refusal: RefusalGroup }) {
  return (
    <span className="min-w-0 block sm:min-w-[220px]">
      <span className="flex items-start gap-1.5 font-[600] text-danger">
        <TriangleAlert size={15} aria-hidden="true" className="mt-0.5 shrink-0" />
        {reasonName(refusal.reason)}
      </span>
      {refusal.detail && <span className="block text-xs text-ink-2 break-words">{refusal.detail}</span>}
    </span>
  );
}
