import { type FormEvent, useEffect, useMemo, useRef, useState } from "react";
import type { Action } from "@/api/actions";
import { Button } from "@/components/ui/button";
import { DialogFoot } from "@/components/ui/dialog";
import { Segmented } from "@/components/ui/segmented";
import { WrongNote } from "@/components/ui/wrong-note";
import type { Draft } from "@/lib/actions/draft";
import { type Fault, faultsOf } from "@/lib/actions/faults";
import { membersOf } from "@/lib/actions/schema";
import { useLink } from "@/lib/feed/live";
import { t } from "@/lib/i18n";
import { ConfirmView } from "./confirm-view";
import {
  aboutAction,
  type ConnectorFacts,
  deedName,
  isDestructive,
  reasonAgainst,
  reasonInPayload,
  type StationFacts,
} from "./deeds";
import { FormContext } from "./form-context";
import { FramePreview } from "./frame-preview";
import { JsonField } from "./json-field";
import { PayloadMembers } from "./payload-form";
import { SendOptions, timeoutOf, USUAL } from "./send-options";
import type { Target } from "./target";
import { useSending } from "./use-sending";

type Props = {
  action: Action;
  target: Target;
  name: string;
  station: StationFacts | null;
  connectors: readonly (ConnectorFacts & { state: string })[];
  /** How many charges run there; null if nobody has counted them. */
  charging: number | null;
  payload: Draft;
  onPayload: (payload: Draft) => void;
  /** The question is asked now; before it, what is sent can be changed. */
  sure: boolean;
  onSure: (sure: boolean) => void;
  onOther: () => void;
  onClose: () => void;
};

const FIRST_FIELD = "[data-fields] :is(input, select, textarea, button)";

function wordsOf({ code, limit }: Fault): string {
  return t(`payload.wrong.${code}`, { limit: limit ?? "" });
}

/** What is wrong at each path: our own check, and what the gateway has said of the same payload. */
function errorsOf(faults: readonly Fault[], told: Record<string, string>, tried: boolean) {
  const errors = new Map<string, string>();
  for (const fault of faults) {
    // What is not done yet is not wrong, until somebody wants to send it.
    const open = fault.code === "missing" && !tried;
    if (!open && !errors.has(fault.path)) errors.set(fault.path, wordsOf(fault));
  }
  for (const [path, text] of Object.entries(told)) if (!errors.has(path)) errors.set(path, text);
  return errors;
}

/** One action with its payload, as a form or as JSON, and the way out. */
export function SendForm(props: Props) {
  const { action, target, name, station, connectors, charging, payload, onPayload, sure, onSure, onClose } =
    props;
  const schema = action.payload_schema;
  const box = useRef<HTMLDivElement>(null);
  // Nothing is left to do when it opens but to send it.
  const [whole] = useState(() => faultsOf(schema, payload).length === 0);
  const [view, setView] = useState<"form" | "json">("form");
  const [broken, setBroken] = useState(false);
  const [tried, setTried] = useState(false);
  // Among many some are always away: what can wait for them does.
  const [options, setOptions] = useState(() => ({
    ...USUAL,
    queue: target.kind === "many" && !action.needs_online,
  }));
  const { phase } = useLink();
  const away = station !== null && !station.online;
  const faults = useMemo(() => faultsOf(schema, payload), [schema, payload]);
  const sending = useSending(target, onClose);
  const errors = errorsOf(faults, sending.fields, tried);
  const why = reasonAgainst(action, station) ?? reasonInPayload(action.action, payload, connectors) ?? null;
  const reason = why && t(why.text, why.values);
  const asks = target.kind === "many" || isDestructive(action, payload);
  const told = Object.keys(sending.fields).length > 0;
  useEffect(() => {
    if (told) onSure(false); // what the gateway says of a field is shown at the field
  }, [told, onSure]);
  const change = (next: Draft) => {
    sending.forget();
    onPayload(next);
  };
  const send = () => {
    const timeout = timeoutOf(options);
    if (timeout === null) return;
    sending.send({
      action: action.action,
      payload,
      force: options.force,
      timeout_seconds: timeout,
      when_offline: options.queue || away ? "queue" : "fail",
    });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (broken || reason !== null || timeoutOf(options) === null) return;
    if (faults.length > 0 && !options.force) {
      requestAnimationFrame(() => box.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
      return;
    }
    if (asks) onSure(true);
    else send();
  };
  const empty = membersOf(schema).length === 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another part of the dialog has another thing to do first
  useEffect(() => {
    const find = (what: string) => box.current?.querySelector<HTMLElement>(what);
    const frame = requestAnimationFrame(() => (find("[data-focus]") ?? find(FIRST_FIELD))?.focus());
    return () => cancelAnimationFrame(frame);
  }, [sure]);
  if (sure) {
    return (
      <div ref={box}>
        <ConfirmView
          action={action}
          payload={payload}
          size={target.kind === "many" ? target.many.size : null}
          charging={charging}
          queue={options.queue}
          stale={phase === "stale" || phase === "ended"}
          reason={reason}
          busy={sending.busy}
          wrong={sending.wrong}
          onBack={() => onSure(false)}
          onClose={onClose}
          onAct={send}
        />
      </div>
    );
  }
  return (
    <div ref={box}>
      <form onSubmit={submit} noValidate className="flex flex-col max-h-[calc(100dvh-110px)]">
        <div className="flex-1 min-h-0 mt-3 border-t border-line overflow-y-auto">
          <div className="px-5 pt-3 pb-4">
            <ActionHead action={action} payload={payload} onOther={props.onOther} />
            {!empty && (
              <div className="mt-3 mb-4">
                <Segmented
                  label={t("send.view")}
                  value={view}
                  options={[
                    { value: "form", label: t("send.view.form") },
                    { value: "json", label: t("send.view.json") },
                  ]}
                  onChange={(next) => {
                    // While the text cannot be read there is nothing that the form could show.
                    if (!broken) setView(next);
                  }}
                />
              </div>
            )}
            {view === "json" ? (
              <JsonField
                payload={payload}
                faults={tried ? faults.map((fault) => `${fault.path}: ${wordsOf(fault)}`) : []}
                onChange={change}
                onBroken={setBroken}
              />
            ) : (
              <FormContext
                value={{
                  action: action.action,
                  station: station?.ocpp_id ?? null,
                  connectors,
                  errors,
                }}
              >
                <div data-fields>
                  <PayloadMembers schema={schema} path="" value={payload} onChange={change} />
                </div>
              </FormContext>
            )}
            <Notes errors={errors} tried={tried} view={view} away={away && !reason ? name : null} />
            <WrongNote wrong={sending.wrong} />
          </div>
          <SendOptions
            options={options}
            canQueue={!away}
            onChange={(next) => {
              sending.forget();
              setOptions(next);
            }}
          />
        </div>
        <FramePreview action={action.action} payload={payload} />
        <DialogFoot>
          {reason && (
            <span className="mr-auto self-center text-xs text-ink-2 max-sm:basis-full">{reason}</span>
          )}
          <Button onClick={onClose}>{t("form.cancel")}</Button>
          <Button
            type="submit"
            look="primary"
            data-focus={whole ? true : undefined}
            disabled={sending.busy || broken || reason !== null}
          >
            {asks ? t("send.next") : t("send.submit")}
          </Button>
        </DialogFoot>
      </form>
    </div>
  );
}

type HeadProps = { action: Action; payload: Draft; onOther: () => void };

function ActionHead({ action, payload, onOther }: HeadProps) {
  return (
    <div className="flex items-start gap-3">
      <div className="min-w-0">
        <div className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-sm font-[620]">{deedName(action.action, payload)}</span>
          <span className="code text-xs text-ink-3">{action.action}</span>
        </div>
        <p className="mt-0.5 text-sm text-ink-2">{aboutAction(action)}</p>
      </div>
      <Button size="small" className="ml-auto" onClick={onOther}>
        {t("send.other")}
      </Button>
    </div>
  );
}

type NotesProps = {
  errors: ReadonlyMap<string, string>;
  tried: boolean;
  view: "form" | "json";
  away: string | null;
};

/** How much is left to do, and what becomes of it at a station that is away. */
function Notes({ errors, tried, view, away }: NotesProps) {
  return (
    <>
      {away && <p className="mt-4 text-sm text-ink-2">{t("send.queue.one", { station: away })}</p>}
      {tried && view === "form" && errors.size > 0 && (
        <p role="status" className="mt-4 text-sm text-danger">
          {t("send.wrong", { count: errors.size })}
        </p>
      )}
    </>
  );
}
