import { ReceiptText } from "lucide-react";
import type { Schemas } from "@/api/client";
import { usePages } from "@/api/pages";
import type { Station } from "@/api/stations";
import { Asked } from "@/components/ui/asked";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Cell, DataTable, Row } from "@/components/ui/data-table";
import { Notice } from "@/components/ui/notice";
import { age, bothTimes, energy, moment, shortTag, UNKNOWN } from "@/lib/format";
import { t } from "@/lib/i18n";
import { useNow } from "@/lib/now";
import { Link } from "@/lib/router";

type Transaction = Schemas["Transaction"];
const AGAIN_MS = 10_000;
const COLUMNS = ["start", "connector", "tag", "energy", "lasted", "status"] as const;

/** What was charged at this station, newest first; each row leads to its charge. */
export default function TransactionsTab({ station }: { station: Station }) {
  const asked = usePages<Transaction>("/transactions", { station: station.ocpp_id }, AGAIN_MS);
  return (
    <Card>
      <Asked asked={asked} rows={8}>
        {(items) =>
          items.length === 0 ? (
            <Notice small icon={ReceiptText} title={t("station.transactions.none")} />
          ) : (
            <>
              <Table items={items} />
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

function lasted({ start_time: start, end_time: end }: Transaction, now: number): string {
  if (!start) return UNKNOWN;
  return age((end ? Date.parse(end) : now) - Date.parse(start));
}

function Table({ items }: { items: Transaction[] }) {
  const now = useNow();
  const names = COLUMNS.map((name) => t(`transaction.column.${name}`));
  return (
    <DataTable label={t("station.tab.transactions")} columns={names}>
      {items.map((one) => (
        <Row key={one.id}>
          <Cell first>
            <Link
              to="/transactions/$transaction"
              params={{ transaction: one.id }}
              title={one.start_time ? bothTimes(one.start_time) : undefined}
              className="underline underline-offset-3 decoration-line-3 hover:decoration-ink whitespace-nowrap"
            >
              {one.start_time
                ? moment(one.start_time, now)
                : t("station.transaction", { id: one.transaction_id })}
            </Link>
          </Cell>
          <Cell label={names[1]}>{one.connector ?? UNKNOWN}</Cell>
          <Cell label={names[2]} className="text-ink-2 id">
            {shortTag(one.id_tag)}
          </Cell>
          <Cell label={names[3]}>{energy(one.total_kwh)}</Cell>
          <Cell label={names[4]} className="text-ink-2 whitespace-nowrap">
            {lasted(one, now)}
          </Cell>
          <Cell
            label={names[5]}
            className={one.status === "active" ? "text-accent font-[550]" : "text-ink-2"}
          >
            {t(`transaction.status.${one.status}`)}
          </Cell>
        </Row>
      ))}
    </DataTable>
  );
}
