import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { t } from "@/lib/i18n";
import { COLUMNS, type Column, toggledColumn, USUAL } from "./columns";

type Props = {
  columns: readonly Column[] | null;
  onChange: (next: readonly Column[] | null) => void;
  onClose: () => void;
};

/** Which columns the table has. The identity always stands first. */
export function ColumnChooser({ columns, onChange, onClose }: Props) {
  const shown = columns ?? USUAL;
  return (
    <Dialog title={t("columns.title")} onClose={onClose}>
      <div className="px-5 py-4">
        <p className="text-sm text-ink-2">{t("columns.help")}</p>
        <ul className="grid sm:grid-cols-2 gap-x-4 mt-3 text-sm">
          {COLUMNS.map((column) => {
            const toggle = () => onChange(toggledColumn(shown, column));
            return (
              <li key={column} className="flex items-center gap-2.5 min-h-8 max-sm:min-h-10">
                <Checkbox
                  label={t(`stations.column.${column}`)}
                  checked={shown.includes(column)}
                  onChange={toggle}
                />
                {/* biome-ignore lint/a11y/noStaticElementInteractions: a larger target for the checkbox beside it */}
                {/* biome-ignore lint/a11y/useKeyWithClickEvents: the checkbox takes the keys */}
                <span className="cursor-pointer" onClick={toggle}>
                  {t(`stations.column.${column}`)}
                </span>
              </li>
            );
          })}
        </ul>
      </div>
      <DialogFoot>
        <Button disabled={columns === null} onClick={() => onChange(null)}>
          {t("columns.usual")}
        </Button>
        <Button look="primary" onClick={onClose}>
          {t("columns.done")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}
