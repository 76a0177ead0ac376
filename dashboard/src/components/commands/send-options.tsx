import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { t } from "@/lib/i18n";

export type Options = { timeout: string; queue: boolean; force: boolean };
export const USUAL: Options = { timeout: "30", queue: false, force: false };

const LONGEST_S = 600;

/** Seconds the station has to answer; null for a text that says none. */
export function timeoutOf(options: Options): number | null {
  const seconds = Number(options.timeout.trim().replace(",", "."));
  return options.timeout.trim() !== "" && seconds > 0 && seconds <= LONGEST_S ? seconds : null;
}

type Props = {
  options: Options;
  /** Whether waiting for a station is a choice: not where the state has decided. */
  canQueue: boolean;
  onChange: (options: Options) => void;
};

/** How long an answer is waited for, whether a station that is away gets it later, and sending what does not fit. */
export function SendOptions({ options, canQueue, onChange }: Props) {
  const wrong = timeoutOf(options) === null ? t("send.timeout.wrong") : null;
  return (
    <details className="group px-5 py-2.5 border-t border-line" open={wrong !== null || undefined}>
      <summary className="text-xs font-[580] text-ink-2 cursor-pointer select-none">{t("send.more")}</summary>
      <div className="pt-3 pb-1 space-y-3">
        <div className="max-w-[220px]">
          <Field
            label={t("send.timeout")}
            inputMode="decimal"
            autoComplete="off"
            error={wrong}
            value={options.timeout}
            onChange={(event) => onChange({ ...options, timeout: event.target.value })}
          />
        </div>
        {canQueue && (
          <Choice
            label={t("send.queue")}
            checked={options.queue}
            onChange={(queue) => onChange({ ...options, queue })}
          />
        )}
        <Choice
          label={t("send.force")}
          checked={options.force}
          onChange={(force) => onChange({ ...options, force })}
        />
      </div>
    </details>
  );
}

type ChoiceProps = { label: string; checked: boolean; onChange: (checked: boolean) => void };

function Choice({ label, checked, onChange }: ChoiceProps) {
  return (
    <div className="flex items-start gap-2 text-sm">
      <span className="mt-0.5">
        <Checkbox label={label} checked={checked} onChange={onChange} />
      </span>
      <span aria-hidden="true" className="cursor-pointer" onClick={() => onChange(!checked)}>
        {label}
      </span>
    </div>
  );
}
