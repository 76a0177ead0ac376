import { CircleMinus, CirclePlay, type LucideIcon, RotateCw, X } from "lucide-react";
import { type FormEvent, useState } from "react";
import { ApiProblem, api, data, type Schemas } from "@/api/client";
import { may } from "@/api/session";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { count } from "@/lib/format";
import { type TextKey, t } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import type { StationSearch } from "@/lib/search";
import { NOTHING, type Selection, sizeOf, targetOf } from "./selection";

type Bulk = {
  text: TextKey;
  consequence: TextKey;
  icon: LucideIcon;
  order: Partial<Schemas["NewBulkCommand"]>;
  danger: boolean;
};

/** A block is kept by the gateway, also over a reboot. A restart is not kept for a station that is away. */
const BULK: readonly Bulk[] = [
  {
    text: "bulk.out",
    consequence: "bulk.out.consequence",
    icon: CircleMinus,
    order: { wanted: "blocked" },
    danger: true,
  },
  {
    text: "bulk.in",
    consequence: "bulk.in.consequence",
    icon: CirclePlay,
    order: { wanted: "unblocked" },
    danger: false,
  },
  {
    text: "bulk.restart",
    consequence: "bulk.restart.consequence",
    icon: RotateCw,
    order: { action: "Reset", payload: { type: "Soft" } },
    danger: true,
  },
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
      {bulk && <BulkDialog bulk={bulk} selection={selection} search={search} onClose={() => setBulk(null)} />}
    </section>
  );
}

type DialogProps = { bulk: Bulk; selection: Selection; search: StationSearch; onClose: () => void };

/** The consequence, and the number typed by hand; the gateway does nothing if it would be another number. */
function BulkDialog({ bulk, selection, search, onClose }: DialogProps) {
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const size = sizeOf(selection);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    const body: Schemas["NewBulkCommand"] = {
      ...bulk.order,
      expected_count: size,
      ...targetOf(selection, search),
    };
    try {
      const job = await data(api.POST("/api/v1/jobs", { body }));
      navigate({ to: "/commands", search: { view: "jobs", open: job.id } });
    } catch (error) {
      if (!(error instanceof ApiProblem)) throw error;
      setProblem(error.message);
      setBusy(false);
    }
  };
  return (
    <Dialog title={t("bulk.title", { action: t(bulk.text), count: count(size) })} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="px-5 py-4 space-y-4 text-sm">
          <p>{t(bulk.consequence)}</p>
          <Field
            label={t("bulk.type", { count: size })}
            inputMode="numeric"
            autoComplete="off"
            value={typed}
            error={problem}
            onChange={(event) => setTyped(event.target.value)}
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("start.cancel")}</Button>
          <Button
            type="submit"
            look={bulk.danger ? "danger" : "primary"}
            disabled={busy || typed.trim() !== String(size)}
          >
            {t(bulk.text)}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
