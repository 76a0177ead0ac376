import { type FormEvent, type ReactNode, useState } from "react";
import { ApiProblem, api, data, type Schemas } from "@/api/client";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { t } from "@/lib/i18n";
import { navigate } from "@/lib/router";
import type { StationSearch } from "@/lib/search";
import { type Selection, sizeOf, targetOf } from "./selection";

/** What every dialog of the selection bar is given. */
export type BulkProps = { selection: Selection; search: StationSearch; onClose: () => void };

/** A state that the gateway keeps, or what the stations are told. */
export type Order =
  | { wanted: "blocked" | "unblocked" }
  | { action: string; payload: Record<string, unknown>; when_offline: "fail" | "queue" };

/** The number as it is, or with the signs that group it. */
export function isTyped(text: string, size: number): boolean {
  return text.replaceAll(/[\s.,’'\u202f]/g, "") === String(size);
}

type Props = BulkProps & {
  name: string;
  consequence: string;
  danger?: boolean;
  /** Null as long as something is missing. */
  order: Order | null;
  /** What the order needs to be told first. */
  children?: ReactNode;
};

/** The consequence, and the number typed by hand; the gateway does nothing if it would be another number. */
export function BulkDialog(props: Props) {
  const { name, consequence, danger, order, children, selection, search, onClose } = props;
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const size = sizeOf(selection);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (!order) return;
    setBusy(true);
    const body: Schemas["NewBulkCommand"] = {
      ...order,
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
    <Dialog title={t("bulk.title", { action: name, count: size })} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <div className="px-5 py-4 space-y-4 text-sm">
          <p className={danger ? "font-[620]" : undefined}>{consequence}</p>
          {children}
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
            look={danger ? "danger" : "primary"}
            disabled={busy || !order || !isTyped(typed, size)}
          >
            {name}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
