import { useState } from "react";
import { Segmented } from "@/components/ui/segmented";
import { t } from "@/lib/i18n";
import { navigate, useSearch } from "@/lib/router";
import { CommandList } from "./command-list";
import { JobList } from "./job-list";

const VIEWS = ["commands", "jobs"] as const;

/** What was told to stations, one by one and many at once, and what came of it. */
export default function CommandsPage() {
  const search = useSearch();
  const view = search.view === "jobs" ? "jobs" : "commands";
  const [open, setOpen] = useState<string | null>(search.open ?? null);
  const choose = (next: (typeof VIEWS)[number]) =>
    navigate({ to: "/commands", search: next === "jobs" ? { view: "jobs" } : {}, replace: true });
  return (
    <div className="p-3 sm:p-4 space-y-3 min-w-0">
      <Segmented
        label={t("commands.view")}
        value={view}
        options={VIEWS.map((value) => ({ value, label: t(`commands.view.${value}`) }))}
        onChange={choose}
      />
      {view === "jobs" ? (
        <JobList open={open} onOpen={setOpen} />
      ) : (
        <CommandList search={search} open={open} onOpen={setOpen} />
      )}
    </div>
  );
}
