import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Layers } from "lucide-react";
import { useState } from "react";
import { ApiProblem, api, data, type Schemas } from "@/api/client";
import { may, sessionState } from "@/api/session";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { actionName } from "@/components/ui/command-words";
import { Notice } from "@/components/ui/notice";
import { ProblemNotice } from "@/components/ui/problem";
import { Skeleton } from "@/components/ui/skeleton";
import { t } from "@/lib/i18n";
import { JobResults } from "./job-results";

type Job = Schemas["BulkJob"];
const SHOWN = 50;
const AGAIN_MS = 2_000;
const ENDED = new Set(["completed", "cancelled", "stopped"]);
const ORDER = [
  "accepted",
  "running",
  "queued",
  "rejected",
  "failed",
  "timed_out",
  "expired",
  "cancelled",
  "waiting",
] as const;
const COLOURS: Partial<Record<(typeof ORDER)[number], string>> = {
  accepted: "bg-ok",
  running: "bg-accent",
  queued: "bg-ink-3",
  cancelled: "bg-line-3",
  waiting: "bg-line-2",
};

function failedOf({ counts }: Job): number {
  return (counts.rejected ?? 0) + (counts.failed ?? 0) + (counts.timed_out ?? 0) + (counts.expired ?? 0);
}

/** Commands for many stations, newest first. */
export function JobList({ open, onOpen }: { open: string | null; onOpen: (id: string | null) => void }) {
  const asked = useQuery({
    queryKey: ["jobs"],
    queryFn: ({ signal }) => data(api.GET("/api/v1/jobs", { params: { query: { limit: SHOWN } }, signal })),
    refetchInterval: (query) =>
      query.state.data?.items.some((job) => !ENDED.has(job.status)) ? AGAIN_MS : AGAIN_MS * 5,
  });
  if (asked.isError) {
    const session = sessionState();
    const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
    return <ProblemNotice problem={asked.error} role={role} onRetry={() => void asked.refetch()} />;
  }
  if (asked.isPending) return <Skeleton rows={6} />;
  if (asked.data.items.length === 0) {
    return (
      <Notice icon={Layers} title={t("jobs.none.title")}>
        {t("jobs.none.text")}
      </Notice>
    );
  }
  return (
    <ul className="space-y-3">
      {asked.data.items.map((job) => (
        <li key={job.id}>
          <JobCard
            job={job}
            open={job.id === open}
            onToggle={() => onOpen(job.id === open ? null : job.id)}
          />
        </li>
      ))}
    </ul>
  );
}

/** What it wants of the stations, or what it sends them. */
function nameOf(job: Job): string {
  if (job.wanted) return t(job.wanted === "blocked" ? "bulk.out" : "bulk.in");
  return actionName(job.action);
}

function JobCard({ job, open, onToggle }: { job: Job; open: boolean; onToggle: () => void }) {
  const told = ORDER.filter((name) => job.counts[name]);
  return (
    <Card>
      <div className="p-4">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <h2 className="text-sm font-[620]">{t("jobs.title", { action: nameOf(job), count: job.total })}</h2>
          <span className="text-xs text-ink-2">
            {t(`jobs.status.${job.status}`)} · {t("command.by", { who: job.requested_by })} ·{" "}
            <Age ago since={job.requested_at} />
          </span>
          <span className="ml-auto flex gap-2">
            <JobActions job={job} />
            <Button size="small" aria-expanded={open} onClick={onToggle}>
              {t(open ? "jobs.hide" : "jobs.show")}
            </Button>
          </span>
        </div>
        <p className="mt-1 text-xs text-ink-2">
          {told
            .map((name) => t("strip.part", { count: job.counts[name] ?? 0, state: t(`jobs.result.${name}`) }))
            .join(", ")}
        </p>
        {job.error && <p className="mt-1 text-xs text-danger break-words">{job.error}</p>}
        <div aria-hidden="true" className="flex h-1.5 mt-2 gap-px rounded-full overflow-hidden bg-line">
          {told.map((name) => (
            <span
              key={name}
              className={COLOURS[name] ?? "bg-danger"}
              style={{ flexGrow: job.counts[name], flexBasis: 0 }}
            />
          ))}
        </div>
      </div>
      {open && <JobResults job={job.id} running={!ENDED.has(job.status)} />}
    </Card>
  );
}

function JobActions({ job }: { job: Job }) {
  const queries = useQueryClient();
  const [problem, setProblem] = useState<string | null>(null);
  if (!may("commands:write")) return null;
  const act = async (asked: Promise<unknown>) => {
    try {
      await asked;
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
    }
    await queries.invalidateQueries({ queryKey: ["jobs"] });
  };
  const path = { params: { path: { job: job.id } } };
  const failed = failedOf(job);
  return (
    <>
      {problem && (
        <span role="alert" className="text-xs text-danger self-center">
          {problem}
        </span>
      )}
      {ENDED.has(job.status) && failed > 0 && (
        <Button size="small" onClick={() => void act(data(api.POST("/api/v1/jobs/{job}/retry", path)))}>
          {t("jobs.retry", { count: failed })}
        </Button>
      )}
      {job.status === "running" && (
        <Button size="small" onClick={() => void act(data(api.POST("/api/v1/jobs/{job}/cancel", path)))}>
          {t("commands.cancel")}
        </Button>
      )}
    </>
  );
}
