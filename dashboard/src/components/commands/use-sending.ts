import { useRef, useState } from "react";
import { newKey, type Order, sendCommand, sendJob } from "@/api/actions";
import { ApiProblem } from "@/api/client";
import { type Wrong, wrongOf } from "@/components/ui/use-deed";
import { t } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import type { Target } from "./target";

const PAYLOAD = "payload.";
const NONE: Wrong = { text: "", fields: {} };

/** What the gateway says of members of the payload stands at their fields; the rest is for the note. */
function parted(wrong: Wrong): { fields: Record<string, string>; rest: Wrong | null } {
  const entries = Object.entries(wrong.fields);
  const own = entries.filter(([field]) => field.startsWith(PAYLOAD));
  const rest = entries.filter(([field]) => !field.startsWith(PAYLOAD));
  const fields = Object.fromEntries(own.map(([field, text]) => [field.slice(PAYLOAD.length), text]));
  const told = own.length > 0 && rest.length === 0;
  return { fields, rest: told ? null : { ...wrong, fields: Object.fromEntries(rest) } };
}

/**
 * Sending, once: while nothing has been changed a second try bears the key of the first, so that a lost answer does not
 * tell a station twice. A command is followed where commands are shown; a job is opened.
 */
export function useSending(target: Target, onDone: () => void) {
  const [busy, setBusy] = useState(false);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const key = useRef(newKey());
  const forget = () => {
    key.current = newKey();
    setWrong(null);
  };
  const give = async (order: Order) => {
    setBusy(true);
    setWrong(null);
    try {
      if (target.kind === "station") {
        await sendCommand(target.station, order, key.current);
        onDone();
      } else {
        const job = await sendJob(target.many, order, key.current);
        onDone();
        navigate({ to: "/commands", search: { view: "jobs", open: job.id } });
      }
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setWrong(error.status === 0 ? { text: t("send.unreachable"), fields: {} } : wrongOf(error));
      setBusy(false);
    }
  };
  const { fields, rest } = parted(wrong ?? NONE);
  return {
    busy,
    fields,
    wrong: wrong === null ? null : rest,
    forget,
    send: (order: Order) => void give(order),
  };
}
