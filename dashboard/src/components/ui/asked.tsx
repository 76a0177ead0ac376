import type { ReactNode } from "react";
import { sessionState } from "@/api/session";
import { t } from "@/lib/i18n";
import { ProblemNotice } from "./problem";
import { Skeleton } from "./skeleton";

type Question<Data> = { data?: Data; isError: boolean; error: unknown; refetch: () => unknown };
type Props<Data> = { asked: Question<Data>; rows?: number; children: (data: Data) => ReactNode };

/** What was asked for, or why it is not there: still loading, not allowed, not reachable. */
export function Asked<Data>({ asked, rows = 5, children }: Props<Data>) {
  if (asked.data !== undefined) return children(asked.data);
  if (!asked.isError) return <Skeleton rows={rows} />;
  const session = sessionState();
  const role = session.status === "signed-in" ? t(`role.${session.me.role}`) : undefined;
  return <ProblemNotice small problem={asked.error} role={role} onRetry={() => void asked.refetch()} />;
}
