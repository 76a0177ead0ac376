import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ApiProblem, api, data, type Schemas } from "@/api/client";
import { may } from "@/api/session";
import { JsonView } from "@/components/messages/json-view";
import { Button } from "@/components/ui/button";
import { CommandSteps } from "@/components/ui/command-steps";
import { writeQuery } from "@/lib/frames/query";
import { type TextKey, t } from "@/lib/i18n";
import { Link } from "@/lib/router";

const OPEN = new Set(["queued", "sent"]);
const UNMARKED: ReadonlySet<string> = new Set();
/** The log is opened at this time before the command was given. */
const BEFORE_MS = 1_000;

/** The life of a command: its steps, what was sent, what came back, and the way to the messages and the audit. */
export function CommandLife({ command }: { command: Schemas["CommandShown"] }) {
  const since = new Date(Date.parse(command.requested_at) - BEFORE_MS).toISOString();
  const query = writeQuery([
    { field: "station", value: command.station, not: false },
    { field: "action", value: command.action, not: false },
    { field: "since", value: since, not: false },
  ]);
  const link = "text-xs text-ink-2 underline underline-offset-3 decoration-line-3";
  return (
    <div className="grid md:grid-cols-[260px_minmax(0,1fr)] gap-4 px-4 pb-4 bg-canvas border-t border-line">
      <div>
        <CommandSteps command={command} />
        <div className="flex flex-wrap items-center gap-3 mt-4">
          {OPEN.has(command.status) && may("commands:write") && <Cancel command={command} />}
          {may("logs:read") && (
            <Link to="/log" search={{ q: query }} className={link}>
              {t("commands.messages")}
            </Link>
          )}
          {may("audit:read") && (
            <Link to="/audit" search={{ subject: command.id }} className={link}>
              {t("commands.audit")}
            </Link>
          )}
          <Link to="/stations/$station" params={{ station: command.station }} className={link}>
            {t("stations.column.station")}
          </Link>
        </div>
      </div>
      <div className="min-w-0">
        {command.error && <p className="pt-3 text-sm text-danger break-words">{command.error}</p>}
        <Part name="log.request" value={command.payload} />
        <Part name="log.answer" value={command.response} />
        <Part name="commands.late" value={command.late_response} />
        {command.effect.event && (
          <p className="text-xs text-ink-2">{t("commands.effect", { event: command.effect.event })}</p>
        )}
      </div>
    </div>
  );
}

function Part({ name, value }: { name: TextKey; value: unknown }) {
  if (value === null || value === undefined) return null;
  return (
    <section className="mt-3">
      <h3 className="text-xs font-[600]">{t(name)}</h3>
      <div className="mt-1 rounded-ctl border border-line bg-surface">
        <JsonView value={value} marked={UNMARKED} />
      </div>
    </section>
  );
}

function Cancel({ command }: { command: Schemas["CommandShown"] }) {
  const queries = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  const cancel = async () => {
    try {
      await data(
        api.POST("/api/v1/commands/{command}/cancel", { params: { path: { command: command.id } } }),
      );
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
    }
    await queries.invalidateQueries({ queryKey: ["commands"] });
  };
  return (
    <>
      <Button size="small" onClick={() => void cancel()}>
        {t("commands.cancel")}
      </Button>
      {problem && (
        <span role="alert" className="text-xs text-danger">
          {problem}
        </span>
      )}
    </>
  );
}
