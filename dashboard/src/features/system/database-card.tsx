import type { Schemas } from "@/api/client";
import { Card } from "@/components/ui/card";
import { Cell, DataTable, Row } from "@/components/ui/data-table";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { bytes } from "./bytes";

const NAMES: Record<string, string> = { sqlite: "SQLite", postgresql: "PostgreSQL" };

/** How large the database is, and what of it. */
export function DatabaseCard({ database }: { database: Schemas["DatabaseShown"] }) {
  const { kind, revision, tables } = database;
  const columns = (["table", "rows", "bytes"] as const).map((name) => t(`system.tables.${name}`));
  const about = [bytes(database.bytes), revision && t("system.revision", { revision })].filter(Boolean);
  return (
    <Card title={NAMES[kind] ?? kind} note={about.join(", ")}>
      {tables.length === 0 ? (
        <p className="px-4 pb-4 text-sm text-ink-2">{t("system.tables.none")}</p>
      ) : (
        <DataTable label={t("system.tables")} columns={columns}>
          {tables.map((table) => (
            <Row key={table.name}>
              <Cell first>{table.name}</Cell>
              <Cell label={columns[1]}>{count(table.rows)}</Cell>
              <Cell label={columns[2]}>{bytes(table.bytes)}</Cell>
            </Row>
          ))}
        </DataTable>
      )}
    </Card>
  );
}
