import { CircleX, Download } from "lucide-react";
import { t } from "@/lib/i18n";
import { Button } from "./button";
import { useDeed } from "./use-deed";

type Props = { label: string; take: () => Promise<void>; bare?: boolean };

/** Saves a list as a file; what was refused stands beside it. `bare`: only the sign. */
export function ExportButton({ label, take, bare }: Props) {
  const { busy, wrong, run } = useDeed();
  return (
    <>
      <Button
        look={bare ? "quiet" : "plain"}
        size={bare ? "icon" : "normal"}
        disabled={busy}
        aria-label={bare ? label : undefined}
        title={bare ? label : undefined}
        onClick={() => run(take)}
      >
        <Download size={bare ? 16 : 15} aria-hidden="true" />
        {!bare && label}
      </Button>
      {wrong && (
        <span role="alert" className="inline-flex items-center gap-1.5 text-sm text-danger">
          <CircleX size={15} aria-hidden="true" className="shrink-0" />
          {t("error.title")}
        </span>
      )}
    </>
  );
}
