import { clsx } from "clsx";
import { Lock, Pencil, RotateCw, Send, Undo2, X } from "lucide-react";
import { useState } from "react";
import { Age } from "@/components/ui/age";
import { Button } from "@/components/ui/button";
import { Cell, Row } from "@/components/ui/data-table";
import { UNKNOWN } from "@/lib/format";
import { rich, t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import type { Draft, Key } from "./keys";
import { ValueField } from "./value-field";
import { WishSign } from "./wish-sign";

export type RowDeeds = {
  mayWrite: boolean;
  online: boolean;
  busy: boolean;
  onDraft: (key: Key, value: string | null) => void;
  onSend: (key: Key) => void;
  onForget: (key: Key) => void;
  onReset: () => void;
};

type Props = { entry: Key; draft: Draft | undefined; station: string; columns: readonly string[] } & RowDeeds;
type DeedsProps = { entry: Key; edited: boolean } & RowDeeds;

/** One key: as the station reports it, as somebody wants it, and what has become of the wish. */
export function KeyRow({ entry, draft, station, columns, ...deeds }: Props) {
  const calm = !entry.wanted && !draft; // on a phone nothing is wasted on what nobody wants
  return (
    <Row className="max-sm:relative">
      <Cell first className={clsx("sm:w-[30%]", calm && "max-sm:pr-12")}>
        <span className="min-w-0">
          <span className="break-all">{entry.key}</span>
          <Marks entry={entry} />
        </span>
      </Cell>
      <Cell label={columns[1]} className="sm:w-[26%]">
        <Reported entry={entry} station={station} />
      </Cell>
      <Cell label={columns[2]} className={clsx("sm:w-[30%]", calm && "max-sm:!hidden")}>
        <Wanted entry={entry} draft={draft} {...deeds} />
      </Cell>
      <Cell
        className={clsx("sm:w-[14%]", calm && !entry.secret && "max-sm:absolute max-sm:top-2 max-sm:right-2")}
      >
        <Deeds entry={entry} edited={draft !== undefined} {...deeds} />
      </Cell>
    </Row>
  );
}

function Marks({ entry }: { entry: Key }) {
  const marks = [
    entry.readonly && t("configuration.mark.readonly"),
    entry.known === false && t("configuration.mark.unknown"),
    entry.standard === null && t("configuration.mark.vendor"),
  ].filter(Boolean);
  if (marks.length === 0) return null;
  return <span className="block text-xs font-normal text-ink-3">{marks.join(" · ")}</span>;
}

function Reported({ entry, station }: { entry: Key; station: string }) {
  if (entry.secret) {
    return (
      <span className="inline-flex items-center gap-1.5 text-ink-2">
        <Lock size={13} aria-hidden="true" />
        {t("configuration.secret")}
      </span>
    );
  }
  const by = entry.reported_by;
  return (
    <span className="min-w-0">
      <span className={entry.value === null ? "text-ink-3" : "code break-all"}>
        {entry.value === "" ? t("configuration.empty") : (entry.value ?? UNKNOWN)}
        {entry.value && entry.standard?.unit && (
          <span className="text-ink-3 font-sans"> {entry.standard.unit}</span>
        )}
      </span>
      {entry.reported_at && (
        <span className="block text-xs text-ink-3">
          <Age ago since={entry.reported_at} />
          {by && " · "}
          {by && (
            <Link
              to="/stations/$station"
              params={{ station }}
              search={{ tab: "commands", open: by.command }}
              title={by.by ? t("command.by", { who: by.by }) : undefined}
              className="underline underline-offset-3 decoration-line-3"
            >
              {by.action}
            </Link>
          )}
        </span>
      )}
    </span>
  );
}

function Wanted({ entry, draft, onDraft, mayWrite }: Omit<Props, "station" | "columns">) {
  const label = t("configuration.value.of", { key: entry.key });
  if (draft && mayWrite) {
    return (
      <span className="flex items-start gap-1 w-full">
        <ValueField
          label={label}
          kind={entry.standard?.kind}
          unit={entry.standard?.unit}
          value={draft.value}
          onChange={(value) => onDraft(entry, value)}
          autoFocus
        />
        <Button
          look="quiet"
          size="icon"
          aria-label={t("configuration.discard.one", { key: entry.key })}
          onClick={() => onDraft(entry, null)}
        >
          <X size={15} aria-hidden="true" />
        </Button>
      </span>
    );
  }
  const { wanted } = entry;
  if (!wanted) return <span className="text-ink-3">{UNKNOWN}</span>;
  return (
    <span className="min-w-0">
      <span className="code break-all font-[600]">
        {wanted.value === "" ? t("configuration.empty") : wanted.value}
      </span>
      <WishSign entry={entry} />
      <span className="block text-xs text-ink-3 break-words">
        {rich("configuration.wanted.by", { who: wanted.by ?? UNKNOWN, age: <Age ago since={wanted.at} /> })}
      </span>
    </span>
  );
}

function Deeds({ entry, edited, mayWrite, online, busy, onDraft, onSend, onForget, onReset }: DeedsProps) {
  const [sure, setSure] = useState(false);
  if (!mayWrite) return null;
  if (entry.secret) {
    return <span className="text-xs text-ink-3">{t("configuration.secret.where")}</span>;
  }
  const { wanted } = entry;
  const key = { key: entry.key };
  const ended = wanted !== null && wanted.state !== "pending";
  return (
    <span className="flex flex-wrap items-center sm:justify-end gap-1 max-sm:w-full">
      {wanted?.state === "reboot_required" && (
        <Button size="small" disabled={!online} onClick={onReset}>
          <RotateCw size={13} aria-hidden="true" />
          {t("station.reset")}
        </Button>
      )}
      {!entry.readonly && !edited && (
        <Button
          look="quiet"
          size="icon"
          title={t("configuration.edit")}
          aria-label={t("configuration.edit.name", key)}
          onClick={() => onDraft(entry, wanted?.value ?? entry.value ?? "")}
        >
          <Pencil size={15} aria-hidden="true" />
        </Button>
      )}
      {ended && !(wanted.state === "accepted" && entry.drift === false) && (
        <Button
          look="quiet"
          size="icon"
          disabled={busy || !online}
          title={online ? t("configuration.send") : t("station.until.offline")}
          aria-label={t("configuration.send.name", key)}
          onClick={() => onSend(entry)}
        >
          <Send size={15} aria-hidden="true" />
        </Button>
      )}
      {wanted && !sure && (
        <Button
          look="quiet"
          size="icon"
          title={t("configuration.forget")}
          aria-label={t("configuration.forget.name", key)}
          onClick={() => setSure(true)}
        >
          <Undo2 size={15} aria-hidden="true" />
        </Button>
      )}
      {wanted && sure && (
        <Button
          size="small"
          disabled={busy}
          autoFocus
          onBlur={() => setSure(false)}
          onClick={() => {
            setSure(false);
            onForget(entry);
          }}
        >
          {t("configuration.forget")}
        </Button>
      )}
    </span>
  );
}
