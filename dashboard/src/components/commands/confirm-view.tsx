import { type FormEvent, useState } from "react";
import type { Action } from "@/api/actions";
import { Button } from "@/components/ui/button";
import { DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import type { Wrong } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import type { Draft } from "@/lib/actions/draft";
import { t } from "@/lib/i18n";
import { consequence, deedName, isDestructive, keeping } from "./deeds";
import { FramePreview } from "./frame-preview";

type Props = {
  action: Action;
  payload: Draft;
  /** How many stations; null for one. */
  size: number | null;
  charging: number | null;
  /** Stations that are away get it later. */
  queue: boolean;
  stale: boolean;
  reason: string | null;
  busy: boolean;
  wrong: Wrong | null;
  onBack: () => void;
  onClose: () => void;
  onAct: () => void;
};

/** The consequence first and in bold, the number typed by hand for many, and a safe button that says what it keeps. */
export function ConfirmView(props: Props) {
  const { action, payload, size, charging, queue, stale, reason, busy, wrong, onBack, onClose, onAct } =
    props;
  const [typed, setTyped] = useState("");
  const hurts = isDestructive(action, payload);
  const { first, then } = consequence(action, charging);
  const agreed = size === null || typed.trim() === String(size);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (agreed && !busy && reason === null) onAct();
  };
  return (
    <form onSubmit={submit} noValidate>
      <div className="px-5 py-4 space-y-3 text-sm">
        {hurts ? (
          <p>
            <b className="font-[650]">{first ?? then}</b>
            {first && ` ${then}`}
          </p>
        ) : (
          <p className="text-ink-2">{t("send.bulk")}</p>
        )}
        {size !== null && <p className="text-ink-2">{t(queue ? "send.queue.many" : "send.queue.none")}</p>}
        {size !== null && !action.bulk && <p className="text-warn">{t("send.bulk.odd")}</p>}
        {stale && <p className="text-warn">{t("send.stale")}</p>}
        {size !== null && (
          <Field
            label={t("send.type", { count: size })}
            inputMode="numeric"
            autoComplete="off"
            data-focus
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        )}
        <WrongNote wrong={wrong} />
      </div>
      <FramePreview
        action={action.action}
        payload={payload}
        aside={
          <Button look="quiet" size="small" className="-mr-2" onClick={onBack}>
            {t("send.change")}
          </Button>
        }
      />
      <DialogFoot>
        {reason && <span className="mr-auto self-center text-xs text-ink-2 max-sm:basis-full">{reason}</span>}
        <Button data-focus={size === null ? true : undefined} onClick={onClose}>
          {keeping(action, payload)}
        </Button>
        <Button
          type="submit"
          look={hurts ? "danger" : "primary"}
          disabled={busy || !agreed || reason !== null}
        >
          {deedName(action.action, payload)}
        </Button>
      </DialogFoot>
    </form>
  );
}
