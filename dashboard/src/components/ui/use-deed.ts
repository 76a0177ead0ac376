import { useState } from "react";
import { ApiProblem } from "@/api/client";

export type Wrong = { text: string; fields: Record<string, string> };

/** What the gateway says against it, and which fields it means. */
export function wrongOf(problem: ApiProblem): Wrong {
  const errors = problem.document.errors ?? [];
  const fields: Record<string, string> = {};
  for (const error of errors) fields[error.field] ??= error.message;
  return { text: problem.message, fields };
}

/** Something that is asked of the gateway: busy meanwhile, and in words what it has refused. */
export function useDeed() {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const run = async (deed: () => Promise<unknown>) => {
    setBusy(true);
    setWrong(null);
    try {
      await deed();
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setWrong(wrongOf(error));
    } finally {
      setBusy(false);
    }
  };
  return { busy, wrong, run: (deed: () => Promise<unknown>) => void run(deed), forget: () => setWrong(null) };
}
