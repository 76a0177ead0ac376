import { X } from "lucide-react";
import { useEffect } from "react";
import { type Command, dismiss, type Followed, idOf, isSettled, refresh, useFollowed } from "@/api/following";
import { Button } from "@/components/ui/button";
import { actionName, commandStep, type Step } from "@/components/ui/command-words";
import { StepSign } from "@/components/ui/step-sign";
import { onEvents } from "@/lib/feed/live";
import type { FeedEvent } from "@/lib/feed/protocol";
import { t } from "@/lib/i18n";
import { usePath, useSearch } from "@/lib/router";

const LEAVES_MS = 6_000;
const MOST = 3;

/** One toast per command, changed in place; none where the page itself shows that command (design, 5). */
export default function Toasts() {
  const followed = useFollowed();
  const path = usePath();
  const { tab } = useSearch();
  useEffect(() => onEvents(refreshCommands), []);
  const shown = followed.filter((one) => !isShownByPage(one, path, tab)).slice(0, MOST);
  return (
    <section
      aria-label={t("toast.region")}
      aria-live="polite"
      className="fixed z-40 bottom-5 right-5 max-sm:bottom-[76px] max-sm:inset-x-3 w-[360px] max-sm:w-auto space-y-2 pointer-events-none"
    >
      {shown.map((one) => (
        <Toast key={idOf(one)} one={one} />
      ))}
    </section>
  );
}

function refreshCommands(events: FeedEvent[]): void {
  for (const { type, data } of events) {
    if (type === "command.updated" && typeof data.command === "string") void refresh(data.command);
  }
}

/** The tabs of a station that show the command in progress. */
const SHOWING = ["live", "commands"];

function isShownByPage(one: Followed, path: string, tab = "live"): boolean {
  if (one.kind !== "command" || !SHOWING.includes(tab)) return false;
  return path === `/stations/${encodeURIComponent(one.command.station)}`;
}

function succeeded(command: Command): boolean {
  return command.status === "accepted" && command.effect.state !== "not_seen";
}

function stepOf(one: Followed): { step: Step; text: string; title: string } {
  if (one.kind === "refused") return { step: "failed", text: one.detail, title: actionName(one.action) };
  return { ...commandStep(one.command), title: `${one.command.station} · ${actionName(one.command.action)}` };
}

function Toast({ one }: { one: Followed }) {
  const { step, text, title } = stepOf(one);
  const id = idOf(one);
  const leaves = one.kind === "command" && isSettled(one.command) && succeeded(one.command);
  useEffect(() => {
    if (!leaves) return;
    const timer = setTimeout(() => dismiss(id), LEAVES_MS);
    return () => clearTimeout(timer);
  }, [leaves, id]);
  return (
    <div className="pointer-events-auto flex items-start gap-3 p-3 rounded-card bg-raised shadow-pop text-sm">
      <StepSign step={step} />
      <div className="min-w-0 flex-1">
        <div className="font-[600] truncate">{title}</div>
        <div className="text-xs text-ink-2 mt-0.5 break-words">{text}</div>
      </div>
      <Button
        look="quiet"
        size="icon"
        className="-m-1"
        aria-label={t("command.close")}
        onClick={() => dismiss(id)}
      >
        <X size={14} aria-hidden="true" />
      </Button>
    </div>
  );
}
