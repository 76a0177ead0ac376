import { ChevronDown, ChevronUp, Copy, Crosshair, FlaskConical, ShieldAlert, X } from "lucide-react";
import { useState } from "react";
import { useWhole } from "@/api/frame-history";
import { Button } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { bothTimes, clock, count, latency } from "@/lib/format";
import { type Exchange, type Frame, latencyOf, shownFrame, violationsOf } from "@/lib/frames/exchanges";
import { pretty, testCase, wireFrame } from "@/lib/frames/test-case";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { WaySign } from "./exchange-signs";
import { JsonView } from "./json-view";

type Props = {
  exchange: Exchange;
  onStep?: (by: 1 | -1) => void;
  onClose?: () => void;
  /** Shows the messages of this station only. */
  onFollow?: (station: string) => void;
};

/** One request and its answer: times, the rules that were broken, both payloads, and ways to take them along. */
export function ExchangeDetail({ exchange: known, onStep, onClose, onFollow }: Props) {
  const exchange = useWhole(known);
  const [view, setView] = useState<"pretty" | "raw">("pretty");
  const shown = shownFrame(exchange);
  return (
    <div className="min-w-0">
      <div className="flex items-start gap-1 px-4 pt-3">
        <div className="min-w-0 flex-1">
          <h2 className="text-base font-[620] break-words">{shown.action}</h2>
          <p className="flex flex-wrap items-center gap-x-2 text-xs text-ink-2">
            <WaySign exchange={exchange} />
            <Link
              to="/stations/$station"
              params={{ station: shown.station }}
              className="font-[600] text-ink underline underline-offset-3 decoration-line-3 break-all"
            >
              {shown.station}
            </Link>
            {shown.connector !== null && <span>{t("station.connector", { number: shown.connector })}</span>}
            <span className="code break-all text-ink-3">{shown.message_id}</span>
          </p>
        </div>
        {onStep && (
          <>
            <Button look="quiet" size="icon" aria-label={t("log.detail.newer")} onClick={() => onStep(-1)}>
              <ChevronUp size={16} aria-hidden="true" />
            </Button>
            <Button look="quiet" size="icon" aria-label={t("log.detail.older")} onClick={() => onStep(1)}>
              <ChevronDown size={16} aria-hidden="true" />
            </Button>
          </>
        )}
        {onClose && (
          <Button look="quiet" size="icon" aria-label={t("command.close")} onClick={onClose}>
            <X size={16} aria-hidden="true" />
          </Button>
        )}
      </div>
      {onFollow && (
        <div className="px-4 pt-2">
          <Button size="small" onClick={() => onFollow(shown.station)}>
            <Crosshair size={13} aria-hidden="true" />
            {t("log.follow.station")}
          </Button>
        </div>
      )}
      <Deviations exchange={exchange} />
      <Times exchange={exchange} />
      <div className="flex flex-wrap items-center gap-2 px-4 pb-3">
        <Segmented
          label={t("log.view")}
          value={view}
          options={[
            { value: "pretty", label: t("log.view.pretty") },
            { value: "raw", label: t("log.view.raw") },
          ]}
          onChange={setView}
        />
        <span className="ml-auto flex gap-1.5">
          <CopyButton text={() => framesText(exchange)} label={t("empty.fleet.copy")} icon={Copy} />
          <CopyButton text={() => testCase(exchange)} label={t("log.test-case")} icon={FlaskConical} />
        </span>
      </div>
      <FramePart
        title={t("log.request")}
        frame={exchange.call}
        raw={view === "raw"}
        none={t("log.answer.alone")}
      />
      <FramePart
        title={t("log.answer")}
        frame={exchange.answer}
        raw={view === "raw"}
        none={t("log.answer.none")}
      />
    </div>
  );
}

function framesText({ call, answer }: Exchange): string {
  const frames = [call, answer].filter((frame) => frame !== undefined);
  return frames.map((frame) => JSON.stringify(wireFrame(frame))).join("\n");
}

function CopyButton({ text, label, icon: Icon }: { text: () => string; label: string; icon: typeof Copy }) {
  const [copied, setCopied] = useState(false);
  if (!("clipboard" in navigator)) return null;
  const copy = async () => {
    await navigator.clipboard.writeText(text());
    setCopied(true);
  };
  return (
    <Button size="small" onClick={() => void copy()} onBlur={() => setCopied(false)}>
      <Icon size={13} aria-hidden="true" />
      <span aria-live="polite">{copied ? t("empty.fleet.copied") : label}</span>
    </Button>
  );
}

function Deviations({ exchange }: { exchange: Exchange }) {
  const violations = violationsOf(exchange);
  if (violations.length === 0) return null;
  return (
    <div className="mx-4 mt-3 rounded-ctl bg-warn-tint px-3 py-2.5 text-xs">
      <p className="flex items-center gap-1.5 font-[600] text-warn">
        <ShieldAlert size={14} aria-hidden="true" />
        {t("log.deviations", { count: violations.length })}
      </p>
      <ul className="mt-1 space-y-1">
        {violations.map((one, index) => (
          <li key={index} className="break-words">
            <span className="font-[600]">{one.rule}</span> <code className="code">{one.where}</code>:{" "}
            {one.detail}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Times({ exchange }: { exchange: Exchange }) {
  const took = latencyOf(exchange);
  return (
    <dl className="flex gap-6 px-4 py-3 text-xs">
      <div>
        <dt className="font-[600]">{t("log.received")}</dt>
        <dd className="text-ink-3" title={bothTimes(exchange.at)}>
          {clock(exchange.at)}
        </dd>
      </div>
      <div>
        <dt className="font-[600]">{t("log.answered")}</dt>
        <dd className="text-ink-3">{took === null ? t("value.unknown") : `+${latency(took)}`}</dd>
      </div>
    </dl>
  );
}

function FramePart({
  title,
  frame,
  raw,
  none,
}: {
  title: string;
  frame: Frame | undefined;
  raw: boolean;
  none: string;
}) {
  const wire = frame && wireFrame(frame);
  const bytes = wire === undefined ? 0 : new TextEncoder().encode(JSON.stringify(wire)).length;
  return (
    <section aria-label={title} className="border-t border-line">
      <h3 className="flex items-center h-9 px-4 text-xs font-[600] bg-canvas border-b border-line">
        {title}
        {frame && (
          <span className="ml-auto text-ink-3 font-[400]">{t("log.bytes", { bytes: count(bytes) })}</span>
        )}
      </h3>
      {!frame && <p className="px-4 py-3 text-sm text-ink-3">{none}</p>}
      {frame && raw && (
        <pre className="code text-xs leading-5 px-4 py-3 whitespace-pre-wrap break-all">
          {typeof wire === "string" ? wire : JSON.stringify(wire)}
        </pre>
      )}
      {frame && !raw && frame.raw !== null && (
        <pre className="code text-xs px-4 py-3 whitespace-pre-wrap break-all">{pretty(frame.raw)}</pre>
      )}
      {frame && !raw && frame.raw === null && (
        <JsonView value={frame.payload} marked={new Set(frame.violations.map((one) => one.where))} />
      )}
    </section>
  );
}
