import { X } from "lucide-react";
import { useState } from "react";
import { may } from "@/api/session";
import { Button } from "@/components/ui/button";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import type { StationSearch } from "@/lib/search";
import { BULK_ACTIONS, type BulkAction } from "./bulk-actions";
import { NOTHING, type Selection, sizeOf } from "./selection";

type Props = {
  selection: Selection;
  total: number | undefined;
  search: StationSearch;
  onChange: (next: Selection) => void;
};

/** What can be done with all that is selected; on a phone two lines above the bottom bar. */
export function SelectionBar({ selection, total, search, onChange }: Props) {
  const [chosen, setChosen] = useState<BulkAction | null>(null);
  const size = sizeOf(selection);
  if (size === 0 || !may("commands:write")) return null;
  const dark = "!text-on-primary hover:!bg-primary-hover";
  return (
    <>
      {/* What lies under the bar can be scrolled out from under it. */}
      <div aria-hidden="true" className="h-16 max-sm:h-28 shrink-0" />
      <section
        aria-label={t("bulk.bar")}
        className="fixed z-20 bottom-5 left-1/2 lg:left-[calc(50%+108px)] -translate-x-1/2 flex flex-wrap items-center gap-x-1 rounded-card bg-primary text-on-primary shadow-dialog text-sm px-4 py-2 w-max max-w-[calc(100vw-24px)] lg:max-w-[calc(100vw-240px)] max-sm:bottom-[72px] max-sm:w-[calc(100vw-24px)] max-sm:px-3"
      >
        <span role="status" className="font-[600] whitespace-nowrap">
          {t("bulk.selected", { count: count(size) })}
        </span>
        {selection.kind === "some" && total !== undefined && total > size && (
          <button
            type="button"
            onClick={() => onChange({ kind: "all", count: total })}
            className="mx-2 min-h-8 max-sm:min-h-10 underline underline-offset-3 whitespace-nowrap"
          >
            {t("bulk.all", { count: count(total) })}
          </button>
        )}
        <Button
          look="quiet"
          size="icon"
          className={`${dark} sm:order-last max-sm:ml-auto`}
          aria-label={t("bulk.clear")}
          onClick={() => onChange(NOTHING)}
        >
          <X size={16} aria-hidden="true" />
        </Button>
        <div className="flex gap-1 min-w-0 sm:flex-wrap max-sm:basis-full max-sm:overflow-x-auto max-sm:-mx-1.5">
          {BULK_ACTIONS.map((one) => (
            <Button key={one.text} look="quiet" className={`${dark} !px-2`} onClick={() => setChosen(one)}>
              <one.icon size={15} aria-hidden="true" />
              {t(one.text)}
            </Button>
          ))}
        </div>
        {chosen && <chosen.Dialog selection={selection} search={search} onClose={() => setChosen(null)} />}
      </section>
    </>
  );
}
