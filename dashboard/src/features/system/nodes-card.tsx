import { CircleCheck, CircleMinus, TriangleAlert } from "lucide-react";
import type { Schemas } from "@/api/client";
import { Age } from "@/components/ui/age";
import { Card } from "@/components/ui/card";
import { Cell, DataTable, Row } from "@/components/ui/data-table";
import { age, bothTimes, count, UNKNOWN } from "@/lib/format";
import { t } from "@/lib/i18n";

type Node = Schemas["NodeShown"];

function State({ node }: { node: Node }) {
  const state = node.alive ? "alive" : node.stopped_at ? "stopped" : "silent";
  const { icon: Icon, look } = {
    alive: { icon: CircleCheck, look: "text-ink-2" },
    stopped: { icon: CircleMinus, look: "text-ink-3" },
    silent: { icon: TriangleAlert, look: "text-danger font-[600]" },
  }[state];
  return (
    <span className={`inline-flex items-center gap-1.5 ${look}`}>
      <Icon size={15} aria-hidden="true" />
      {t(`system.nodes.${state}`)}
    </span>
  );
}

/** The processes of the gateway, dead ones for a week. */
export function NodesCard({ nodes, asOf }: { nodes: Node[]; asOf: string }) {
  const columns = (["node", "state", "stations", "up", "seen"] as const).map((name) =>
    t(`system.nodes.column.${name}`),
  );
  const up = (node: Node) => (node.alive ? age(Date.parse(asOf) - Date.parse(node.started_at)) : UNKNOWN);
  return (
    <Card title={t("system.nodes")} note={count(nodes.filter((node) => node.alive).length)}>
      <DataTable label={t("system.nodes")} columns={columns}>
        {nodes.map((node) => (
          <Row key={node.id}>
            <Cell first>
              <span className="break-all">
                {node.id}
                {node.this && (
                  <span className="ml-2 text-xs font-normal text-ink-3">{t("system.nodes.this")}</span>
                )}
              </span>
            </Cell>
            <Cell label={columns[1]}>
              <State node={node} />
            </Cell>
            <Cell label={columns[2]} className={node.stations === 0 ? "text-ink-3" : undefined}>
              {count(node.stations)}
            </Cell>
            <Cell label={columns[3]} className="text-ink-2">
              <span title={bothTimes(node.started_at)}>{up(node)}</span>
            </Cell>
            <Cell label={columns[4]} className="text-ink-2">
              <Age ago since={node.stopped_at ?? node.renewed_at} />
            </Cell>
          </Row>
        ))}
      </DataTable>
    </Card>
  );
}
