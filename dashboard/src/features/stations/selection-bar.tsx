import { CircleMinus, CirclePlay, type LucideIcon, RotateCw, SquareTerminal, X } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { may } from "@/api/session";
import type { Wish } from "@/components/commands/target";
import { Button } from "@/components/ui/button";
import { count } from "@/lib/format";
import { type TextKey, t } from "@/lib/i18n";
import type { StationSearch } from "@/lib/search";
import { NOTHING, type Selection, sizeOf, targetOf } from "./selection";

const CommandDialog = lazy(() => import("@/components/commands/command-dialog"));

type Bulk = { text: TextKey; icon: LucideIcon; wish?: Wish };

/** What is told to many so often that it has a button; connector 0 is the whole station (J16-E 5.2). */
const BULK: readonly Bulk[] = [
  {
    text: "bulk.out",
    icon: CircleMinus,
    wish: { action: "ChangeAvailability", payload: { connectorId: 0, type: "Inoperative" }, sure: true },
  },
  {
    text: "bulk.in",
    icon: CirclePlay,
    wish: { action: "ChangeAvailability", payload: { connectorId: 0, type: "Operative" }, sure: true },
  },
  { text: "bulk.restart", icon: RotateCw, wish: { action: "Reset", payload: { type: "Soft" }, sure: true } },
  { text: "send.open", icon: SquareTerminal },
];

type Props = {
  selection: Selection;
  total: number | undefined;
  search: StationSearch;
  onChange: (next: Selection) => void;
};

/** What can be done with all that is selected. */
export function SelectionBar({ selection, total, search, onChange }: Props) {
  const [bulk, setBulk] = useState<Bulk | null>(null);
  const size = sizeOf(selection);
  if (size === 0 || !may("commands:write")) return null;
  const dark = "!text-on-primary hover:!bg-primary-hover";
  return (
    <section
      aria-label={t("bulk.bar")}
      className="fixed z-30 bottom-5 left-1/2 -translate-x-1/2 flex items-center gap-1 h-12 px-4 rounded-card bg-primary text-on-primary shadow-pop text-sm max-sm:hidden"
    >
      <span role="status" className="font-[600] whitespace-nowrap">
        {t("bulk.selected", { count: count(size) })}
      </span>
      {selection.kind === "some" && total !== undefined && total > size && (
        <button
          type="button"
          onClick={() => onChange({ kind: "all", count: total })}
          className="mx-2 underline underline-offset-3 whitespace-nowrap"
        >
          {t("bulk.all", { count: count(total) })}
        </button>
      )}
      {BULK.map((one) => (
        <Button key={one.text} look="quiet" className={dark} onClick={() => setBulk(one)}>
          <one.icon size={15} aria-hidden="true" />
          {t(one.text)}
        </Button>
      ))}
      <Button
        look="quiet"
        size="icon"
        className={dark}
        aria-label={t("bulk.clear")}
        onClick={() => onChange(NOTHING)}
      >
        <X size={16} aria-hidden="true" />
      </Button>
      {bulk && (
        <Suspense fallback={null}>
          <CommandDialog
            target={{ kind: "many", many: { size, ...targetOf(selection, search) } }}
            wish={bulk.wish}
            onClose={() => setBulk(null)}
          />
        </Suspense>
      )}
    </section>
  );
}
