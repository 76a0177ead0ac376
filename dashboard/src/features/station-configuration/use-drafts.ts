import { useState } from "react";
import { type Draft, withDraft } from "./keys";

/** What was begun and not saved, by station: it is still there after a look at another tab or page. */
const kept = new Map<string, Draft[]>();

/** The changes that are being collected for one station. */
export function useDrafts(station: string) {
  const [drafts, setDrafts] = useState<Draft[]>(() => kept.get(station) ?? []);
  const become = (next: Draft[]) => {
    if (next.length === 0) kept.delete(station);
    else kept.set(station, next);
    setDrafts(next);
  };
  return {
    drafts,
    draft: (name: string, value: string | null) => become(withDraft(drafts, name, value)),
    clear: () => become([]),
  };
}
