import { clsx } from "clsx";
import { use, useState } from "react";
import { Field } from "@/components/ui/field";
import { Labelled } from "@/components/ui/labelled";
import { localOf, readNumber, utcOf } from "@/lib/actions/draft";
import { kindOf, type Schema } from "@/lib/actions/schema";
import { t } from "@/lib/i18n";
import { FormContext } from "./form-context";
import { ConnectorOffers, RunningOffers, TagOffers, useTagList } from "./value-offers";

export type FieldProps = {
  name: string;
  path: string;
  schema: Schema;
  required: boolean;
  value: unknown;
  onChange: (next: unknown) => void;
};

const INPUT =
  "w-full h-8 max-sm:h-10 px-2 rounded-ctl border bg-surface text-sm text-ink focus-visible:!outline-none focus-visible:ring-2 focus-visible:ring-accent";

function Optional({ required }: { required: boolean }) {
  if (required) return null;
  return <span className="ml-auto pl-2 text-xs leading-5 text-ink-3">{t("payload.optional")}</span>;
}

/** One member that is no list and no object. */
export function ScalarField(props: FieldProps) {
  switch (kindOf(props.schema)) {
    case "choice":
      return <ChoiceField {...props} words={props.schema.enum ?? []} />;
    case "boolean":
      return <BooleanField {...props} />;
    case "moment":
      return <MomentField {...props} />;
    case "integer":
    case "number":
      return <NumberField {...props} />;
    case "text":
      return <TextField {...props} />;
    default:
      return <JsonField {...props} />;
  }
}

const TAGS = new Set(["idTag", "parentIdTag"]);
const LONG_TEXT = 1_000;

function TextField({ name, path, schema, required, value, onChange }: FieldProps) {
  const { errors } = use(FormContext);
  const offers = useTagList(TAGS.has(name));
  const shown = value === undefined ? "" : typeof value === "string" ? value : JSON.stringify(value);
  const limit = schema.maxLength;
  const error = errors.get(path) ?? null;
  const help = limit === undefined ? undefined : t("payload.limit", { limit });
  const typed = (text: string) => onChange(text === "" && !required ? undefined : text);
  if ((limit ?? 0) > LONG_TEXT) {
    return (
      <Labelled label={name} aside={<Optional required={required} />} help={help} error={error}>
        {({ id, about }) => (
          <textarea
            id={id}
            rows={4}
            spellCheck={false}
            aria-describedby={about}
            aria-invalid={error ? true : undefined}
            aria-required={required}
            value={shown}
            onChange={(event) => typed(event.target.value)}
            className={clsx(INPUT, "code !h-auto py-1.5 !text-xs", error ? "border-danger" : "border-line-3")}
          />
        )}
      </Labelled>
    );
  }
  return (
    <div>
      <Field
        label={name}
        aside={<Optional required={required} />}
        help={help}
        error={error}
        aria-required={required}
        autoComplete="off"
        spellCheck={false}
        list={offers?.id}
        value={shown}
        onChange={(event) => typed(event.target.value)}
      />
      {offers && <TagOffers {...offers} />}
    </div>
  );
}

function shownNumber(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : String(value);
}

function NumberField({ name, path, schema, required, value, onChange }: FieldProps) {
  const { errors } = use(FormContext);
  const [kept, keep] = useState(() => shownNumber(value));
  // "16." on the way to "16.5" is the same number: what was typed stands until the value is another one.
  const text = readNumber(kept) === value ? kept : shownNumber(value);
  const set = (next: string) => {
    keep(next);
    onChange(readNumber(next));
  };
  return (
    <div>
      <Field
        label={name}
        aside={<Optional required={required} />}
        error={errors.get(path) ?? null}
        aria-required={required}
        inputMode={schema.type === "integer" ? "numeric" : "decimal"}
        autoComplete="off"
        value={text}
        onChange={(event) => set(event.target.value)}
      />
      {name === "connectorId" && <ConnectorOffers value={value} onChange={onChange} />}
      {name === "transactionId" && <RunningOffers value={value} onChange={onChange} />}
    </div>
  );
}

function ChoiceField({ words, ...props }: FieldProps & { words: readonly string[] }) {
  const { name, path, required, value, onChange } = props;
  const { errors } = use(FormContext);
  const error = errors.get(path) ?? null;
  const known = value === undefined || words.includes(value as string);
  return (
    <Labelled label={name} aside={<Optional required={required} />} error={error}>
      {({ id, about }) => (
        <select
          id={id}
          aria-describedby={about}
          aria-invalid={error ? true : undefined}
          aria-required={required}
          value={value === undefined ? "" : String(value)}
          onChange={(event) => onChange(event.target.value === "" ? undefined : event.target.value)}
          className={clsx(INPUT, error ? "border-danger" : "border-line-3")}
        >
          <option value="">{t(required ? "payload.choose" : "payload.none")}</option>
          {!known && <option value={String(value)}>{String(value)}</option>}
          {words.map((word) => (
            <option key={word} value={word}>
              {word}
            </option>
          ))}
        </select>
      )}
    </Labelled>
  );
}

function BooleanField({ name, path, required, value, onChange }: FieldProps) {
  const { errors } = use(FormContext);
  const error = errors.get(path) ?? null;
  return (
    <Labelled label={name} aside={<Optional required={required} />} error={error}>
      {({ id, about }) => (
        <select
          id={id}
          aria-describedby={about}
          aria-invalid={error ? true : undefined}
          value={value === undefined ? "" : String(value)}
          onChange={(event) =>
            onChange(event.target.value === "" ? undefined : event.target.value === "true")
          }
          className={clsx(INPUT, error ? "border-danger" : "border-line-3")}
        >
          <option value="">{t(required ? "payload.choose" : "payload.none")}</option>
          <option value="true">{t("payload.yes")}</option>
          <option value="false">{t("payload.no")}</option>
        </select>
      )}
    </Labelled>
  );
}

/** Filled in as the clock on the wall says, sent in UTC. */
function MomentField({ name, path, required, value, onChange }: FieldProps) {
  const { errors } = use(FormContext);
  const local = localOf(value);
  const utc = local ? String(value) : null;
  return (
    <Field
      label={name}
      type="datetime-local"
      step={1}
      aside={<Optional required={required} />}
      help={utc ? t("payload.utc", { utc }) : t("payload.local")}
      error={errors.get(path) ?? null}
      aria-required={required}
      value={local}
      onChange={(event) => onChange(utcOf(event.target.value))}
    />
  );
}

/** A member of a kind that no field was drawn for: as it will be sent. */
function JsonField({ name, path, required, value, onChange }: FieldProps) {
  const { errors } = use(FormContext);
  const [text, setText] = useState(() => (value === undefined ? "" : JSON.stringify(value)));
  const read = (typed: string): unknown => {
    if (typed.trim() === "") return undefined;
    try {
      return JSON.parse(typed);
    } catch {
      return typed;
    }
  };
  return (
    <Field
      label={name}
      aside={<Optional required={required} />}
      error={errors.get(path) ?? null}
      spellCheck={false}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(read(event.target.value));
      }}
    />
  );
}
