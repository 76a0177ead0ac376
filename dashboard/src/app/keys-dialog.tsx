import { ArrowDown, ArrowUp } from "lucide-react";
import type { ReactNode } from "react";
import { may } from "@/api/session";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { type TextKey, t } from "@/lib/i18n";
import { KEYS, type KeyName } from "@/lib/keys";
import { PLACES } from "./navigation";
import { Key } from "./sidebar";

type Shown = { name: string; keys: readonly string[] };

const GROUPS = ["all", "list", "log", "palette"] as const;
const SIGNS: Record<string, ReactNode> = {
  ArrowDown: <ArrowDown size={12} aria-label="ArrowDown" />,
  ArrowUp: <ArrowUp size={12} aria-label="ArrowUp" />,
};

function keysOf(name: KeyName): string[] {
  return KEYS[name]
    .split("+")
    .map((key) => (/^\w$/.test(key) && KEYS[name].includes("+") ? key.toUpperCase() : key));
}

/** The keys of one group, straight from the table that the handlers go by. */
function groupOf(group: (typeof GROUPS)[number]): Shown[] {
  const names = (Object.keys(KEYS) as KeyName[]).filter((name) => name.startsWith(`${group}.`));
  return names.map((name) => ({ name: t(`shortcut.${name}` as TextKey), keys: keysOf(name) }));
}

function places(): Shown[] {
  const all = PLACES.flatMap((group) => group.places).filter((place) => may(place.permission));
  return all.map((place) => ({ name: t(place.text), keys: [KEYS.go, place.key] }));
}

/** Every key there is. */
export default function KeysDialog({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title={t("shortcut.title")} onClose={onClose} className="sm:max-w-[640px]">
      <div className="px-5 pt-3 pb-5 sm:columns-2 gap-8 max-h-[68vh] overflow-y-auto">
        <Group title={t("shortcut.all")} shown={groupOf("all")} />
        <Group title={t("shortcut.go")} shown={places()} />
        <Group title={t("shortcut.list")} shown={groupOf("list")} />
        <Group title={t("shortcut.log")} shown={groupOf("log")} />
        <Group title={t("shortcut.palette")} shown={groupOf("palette")} />
      </div>
      <DialogFoot>
        <Button data-focus onClick={onClose}>
          {t("form.close")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

function Group({ title, shown }: { title: string; shown: Shown[] }) {
  return (
    <section className="break-inside-avoid mb-4">
      <h3 className="mb-1 text-2xs font-[600] text-ink-3">{title}</h3>
      <dl>
        {shown.map(({ name, keys }) => (
          <div key={name} className="flex items-center gap-3 min-h-8 border-b border-line text-sm">
            <dt className="min-w-0">{name}</dt>
            <dd className="ml-auto flex gap-0.5 shrink-0">
              {keys.map((key, index) => (
                <Key key={index}>{SIGNS[key] ?? key}</Key>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
