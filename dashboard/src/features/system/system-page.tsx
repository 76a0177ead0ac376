import type { ReactNode } from "react";
import { type System, stationAddress, useSystem } from "@/api/system";
import { Asked } from "@/components/ui/asked";
import { Card } from "@/components/ui/card";
import { CopyField } from "@/components/ui/copy-field";
import { Page } from "@/components/ui/page";
import { age, count, percent } from "@/lib/format";
import { isText, type TextKey, t } from "@/lib/i18n";
import { DatabaseCard } from "./database-card";
import { NodesCard } from "./nodes-card";

const POLL_MS = 5_000;

/** The installation itself: is it well, how large is it, and what waits. */
export default function SystemPage() {
  const asked = useSystem(POLL_MS);
  return (
    <Page>
      <Asked asked={asked} rows={10}>
        {(system) => (
          <>
            <ThisNode system={system} />
            <div className="grid gap-4 lg:gap-5 lg:grid-cols-2">
              <Addresses system={system} />
              <Waiting system={system} />
            </div>
            <NodesCard nodes={system.nodes} asOf={system.as_of} />
            <DatabaseCard database={system.database} />
          </>
        )}
      </Asked>
    </Page>
  );
}

type Tone = "danger" | "warn" | undefined;

function Figure({ name, value, note, tone }: { name: string; value: string; note?: string; tone?: Tone }) {
  const colour = { danger: "text-danger", warn: "text-warn", none: "text-ink" }[tone ?? "none"];
  return (
    <div className="bg-surface border border-line rounded-card shadow-card px-4 py-3 min-w-0">
      <dt className="text-xs text-ink-3">{name}</dt>
      <dd className={`text-xl max-sm:text-lg font-[620] sm:truncate ${colour}`}>{value}</dd>
      <dd className="text-xs text-ink-3 sm:truncate">{note}</dd>
    </div>
  );
}

/** More than half full, and stations are slowed down soon. */
const FULL = 0.5;

function ThisNode({ system }: { system: System }) {
  const { node, version } = system;
  const state = node.draining ? "draining" : node.accepting ? "accepting" : "closed";
  const redis = node.redis === null ? "none" : node.redis ? "reached" : "away";
  return (
    <dl className="grid grid-cols-2 md:grid-cols-3 xl:grid-cols-6 gap-3 lg:gap-4">
      <Figure
        name={t("system.node")}
        value={t(`system.node.${state}`)}
        note={t("system.version", { version })}
        tone={state === "accepting" ? undefined : "warn"}
      />
      <Figure
        name={t("system.connections")}
        value={count(node.connections)}
        note={t("system.known", { count: node.known_stations })}
      />
      <Figure
        name={t("system.journal")}
        value={percent(node.journal_load * 100)}
        note={t("system.outages", { count: node.journal_outages })}
        tone={node.journal_load > FULL ? "danger" : undefined}
      />
      <Figure
        name={t("system.feeds")}
        value={count(node.feed_subscribers)}
        note={t("system.lag", { age: age(node.feed_lag_seconds * 1000) })}
      />
      <Figure
        name={t("system.refused")}
        value={count(node.refused_handshakes)}
        note={t("system.since-start")}
      />
      <Figure
        name="Redis"
        value={t(`system.redis.${redis}`)}
        note={redis === "none" ? t("system.redis.none.text") : undefined}
        tone={redis === "away" ? "danger" : undefined}
      />
    </dl>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 px-4 py-2 border-t border-line text-sm">
      <dt className="text-ink-2">{name}</dt>
      <dd className="font-[580] text-right">{children}</dd>
    </div>
  );
}

function Waiting({ system: { waiting } }: { system: System }) {
  return (
    <Card title={t("system.waiting")}>
      <dl>
        <Fact name={t("system.waiting.queued")}>{count(waiting.commands_queued)}</Fact>
        <Fact name={t("system.waiting.sent")}>{count(waiting.commands_sent)}</Fact>
        <Fact name={t("system.waiting.jobs")}>{count(waiting.jobs_running)}</Fact>
        <Fact name={t("system.waiting.quarantined")}>
          <span className={waiting.messages_quarantined > 0 ? "text-warn" : undefined}>
            {count(waiting.messages_quarantined)}
          </span>
        </Fact>
      </dl>
    </Card>
  );
}

function Addresses({ system: { addresses, registration } }: { system: System }) {
  const key = `system.registration.${registration}`;
  return (
    <Card title={t("system.addresses")}>
      <div className="px-4 pb-4 space-y-3 text-sm">
        <div>
          <p className="mb-1.5 font-[580]">{t("system.address.stations")}</p>
          <CopyField text={`${stationAddress(addresses, location.hostname)}/`} />
          {!addresses.station_url_configured && (
            <p className="mt-1 text-xs text-ink-3">{t("system.address.guessed")}</p>
          )}
        </div>
        <div>
          <p className="mb-1.5 font-[580]">{t("system.address.people")}</p>
          <CopyField text={addresses.http_url_configured ? addresses.http_url : location.origin} />
        </div>
        <p className="text-ink-2">{isText(key) ? t(key as TextKey) : registration}</p>
      </div>
    </Card>
  );
}
