import { Plus, Trash2 } from "lucide-react";
import { use, useId, useRef } from "react";
import { Button } from "@/components/ui/button";
import { isObject, skeleton, withMember } from "@/lib/actions/draft";
import { pathOf } from "@/lib/actions/faults";
import { kindOf, type Member, membersOf, type Schema } from "@/lib/actions/schema";
import { t } from "@/lib/i18n";
import { FormContext } from "./form-context";
import { type FieldProps, ScalarField } from "./payload-fields";

type MembersProps = {
  schema: Schema;
  path: string;
  value: unknown;
  onChange: (next: Record<string, unknown>) => void;
};

/** The members of an object, each by the field that its schema asks for. */
export function PayloadMembers({ schema, path, value, onChange }: MembersProps) {
  const members = membersOf(schema);
  if (members.length === 0) return <p className="text-sm text-ink-2">{t("send.nothing")}</p>;
  return (
    <div className="grid grid-cols-1 sm:grid-cols-2 gap-x-4 gap-y-4 items-start">
      {members.map((member) => (
        <MemberField
          key={member.name}
          member={member}
          path={pathOf(path, member.name)}
          value={isObject(value) ? value[member.name] : undefined}
          onChange={(next) => onChange(withMember(schema, value, member.name, next))}
        />
      ))}
    </div>
  );
}

type MemberProps = { member: Member; path: string; value: unknown; onChange: (next: unknown) => void };

function MemberField({ member, ...rest }: MemberProps) {
  const props: FieldProps = { ...member, ...rest };
  const kind = kindOf(member.schema);
  if (kind === "object") return <ObjectField {...props} />;
  if (kind === "list") return <ListField {...props} />;
  return <ScalarField {...props} />;
}

const GROUP = "sm:col-span-2 min-w-0 rounded-card border border-line p-3 bg-surface";

function Legend({ id, name, required }: { id: string; name: string; required: boolean }) {
  return (
    <span className="flex items-baseline gap-2 min-w-0">
      <span id={id} className="text-sm font-[620] break-all">
        {name}
      </span>
      {!required && <span className="text-xs text-ink-3">{t("payload.optional")}</span>}
    </span>
  );
}

function GroupError({ path }: { path: string }) {
  const error = use(FormContext).errors.get(path);
  if (!error) return null;
  return (
    <p role="alert" className="mt-1.5 text-sm text-danger">
      {error}
    </p>
  );
}

/** An object in the payload: an optional one is there once it has been added. */
function ObjectField({ name, path, schema, required, value, onChange }: FieldProps) {
  const id = useId();
  const there = value !== undefined || required;
  return (
    // biome-ignore lint/a11y/useSemanticElements: the legend of a fieldset cannot stand in a row with a button
    <div role="group" aria-labelledby={id} className={GROUP}>
      <div className="flex items-center justify-between gap-2">
        <Legend id={id} name={name} required={required} />
        {!there && <AddButton name={name} onAdd={() => onChange(skeleton(schema))} />}
        {there && !required && <RemoveButton name={name} onRemove={() => onChange(undefined)} />}
      </div>
      <GroupError path={path} />
      {there && (
        <div className="mt-3">
          <PayloadMembers schema={schema} path={path} value={value ?? {}} onChange={onChange} />
        </div>
      )}
    </div>
  );
}

/** A list in the payload, entry by entry. */
function ListField({ name, path, schema, required, value, onChange }: FieldProps) {
  const id = useId();
  const entries = Array.isArray(value) ? value : [];
  const items = schema.items ?? {};
  const nested = kindOf(items) === "object";
  const set = (next: unknown[]) => onChange(next.length === 0 && !required ? undefined : next);
  const replace = (index: number, next: unknown) =>
    set(entries.map((entry, at) => (at === index ? (next ?? "") : entry)));
  const list = useRef<HTMLOListElement>(null);
  const add = () => {
    set([...entries, skeleton(items) ?? (items.type === "string" ? "" : null)]);
    requestAnimationFrame(() => {
      const made = list.current?.lastElementChild;
      made?.querySelector<HTMLElement>("input, select, textarea")?.focus();
    });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: the legend of a fieldset cannot stand in a row with a button
    <div role="group" aria-labelledby={id} className={GROUP}>
      <div className="flex items-center justify-between gap-2">
        <Legend id={id} name={name} required={required} />
        <AddButton name={name} onAdd={add} />
      </div>
      <GroupError path={path} />
      {entries.length === 0 && <p className="mt-1 text-xs text-ink-3">{t("payload.empty")}</p>}
      <ol ref={list} className="space-y-2">
        {entries.map((entry, index) => {
          const label = `${name} ${index + 1}`;
          const remove = (
            <RemoveButton name={label} onRemove={() => set(entries.filter((_, at) => at !== index))} />
          );
          return (
            <li key={index} className="mt-3 pt-3 border-t border-line">
              {nested ? (
                // biome-ignore lint/a11y/useSemanticElements: as above
                <div role="group" aria-label={label}>
                  <div className="flex items-center justify-between mb-2">
                    <span className="text-xs font-[600] text-ink-2">{index + 1}</span>
                    {remove}
                  </div>
                  <PayloadMembers
                    schema={items}
                    path={pathOf(path, index)}
                    value={entry}
                    onChange={(next) => replace(index, next)}
                  />
                </div>
              ) : (
                <div className="flex items-start gap-2">
                  <div className="flex-1 min-w-0">
                    <MemberField
                      member={{ name: label, schema: items, required: true }}
                      path={pathOf(path, index)}
                      value={entry}
                      onChange={(next) => replace(index, next)}
                    />
                  </div>
                  <div className="pt-[26px]">{remove}</div>
                </div>
              )}
            </li>
          );
        })}
      </ol>
    </div>
  );
}

function AddButton({ name, onAdd }: { name: string; onAdd: () => void }) {
  return (
    <Button size="small" aria-label={t("payload.add.what", { name })} onClick={onAdd}>
      <Plus size={14} aria-hidden="true" />
      {t("payload.add")}
    </Button>
  );
}

function RemoveButton({ name, onRemove }: { name: string; onRemove: () => void }) {
  return (
    <Button size="small" look="quiet" aria-label={t("payload.remove.what", { name })} onClick={onRemove}>
      <Trash2 size={14} aria-hidden="true" />
      <span className="max-sm:sr-only">{t("payload.remove")}</span>
    </Button>
  );
}
