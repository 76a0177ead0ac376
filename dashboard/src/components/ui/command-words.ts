import { latency } from "@/lib/format";
import { isText, t } from "@/lib/i18n";

export type Step = "running" | "queued" | "done" | "failed";

/** What of a command its words are made from. */
export type CommandFacts = {
  action: string;
  status: string;
  error: string | null;
  timeout_seconds: number;
  sent_at: string | null;
  answered_at: string | null;
  effect: { state: string };
};

export function actionName(action: string): string {
  const key = `action.${action}`;
  return isText(key) ? t(key) : action;
}

function took(command: CommandFacts): string {
  if (!command.sent_at || !command.answered_at) return "";
  return `, ${latency(Date.parse(command.answered_at) - Date.parse(command.sent_at))}`;
}

/** Where a command stands, in a word and a sentence. Accepted is not yet effect seen. */
export function commandStep(command: CommandFacts): { step: Step; text: string } {
  switch (command.status) {
    case "queued":
      return { step: "queued", text: t("command.queued") };
    case "sent":
      return { step: "running", text: t("command.sent") };
    case "accepted":
      return acceptedStep(command);
    case "rejected":
      return { step: "failed", text: t("command.rejected") + took(command) };
    case "timed_out":
      return { step: "failed", text: t("command.timed_out", { seconds: command.timeout_seconds }) };
    case "expired":
      return { step: "failed", text: t("command.expired") };
    case "cancelled":
      return { step: "done", text: t("command.cancelled") };
    default:
      return { step: "failed", text: t("command.failed", { error: command.error ?? command.status }) };
  }
}

function acceptedStep(command: CommandFacts): { step: Step; text: string } {
  switch (command.effect.state) {
    case "waiting":
      return { step: "running", text: t("command.effect.waiting") + took(command) };
    case "seen":
      return { step: "done", text: t("command.effect") + took(command) };
    case "not_seen":
      return { step: "failed", text: t("command.effect.not_seen") };
    default:
      return { step: "done", text: t("command.effect.none") + took(command) };
  }
}
