import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { t } from "@/lib/i18n";
import { BulkDialog, type BulkProps } from "./bulk-dialog";
import { WhenOffline } from "./configure-dialog";

const SPANS = ["all", "1", "7", "30"] as const;
type Span = (typeof SPANS)[number];
const DAY_MS = 24 * 3_600_000;

/** Whether a station can send a file there (J16-E 6.23: a URI). */
export function isUploadAddress(text: string): boolean {
  try {
    return /^(ftps?|sftp|https?):$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Each station writes a file of what it has noted and sends it to one address. */
export function DiagnosticsDialog(props: BulkProps) {
  const [location, setLocation] = useState("");
  const [span, setSpan] = useState<Span>("all");
  const [queue, setQueue] = useState(false);
  const address = location.trim();
  const since =
    span === "all" ? {} : { startTime: new Date(Date.now() - Number(span) * DAY_MS).toISOString() };
  const payload = isUploadAddress(address) ? { location: address, ...since } : null;
  return (
    <BulkDialog
      {...props}
      name={t("bulk.diagnostics")}
      consequence={t("bulk.diagnostics.consequence")}
      order={payload && { action: "GetDiagnostics", payload, when_offline: queue ? "queue" : "fail" }}
    >
      <Field
        label={t("bulk.diagnostics.location")}
        help={t("bulk.diagnostics.location.help")}
        error={address !== "" && payload === null ? t("bulk.diagnostics.location.wrong") : null}
        value={location}
        type="url"
        autoComplete="off"
        data-focus
        onChange={(event) => setLocation(event.target.value)}
      />
      <Select
        label={t("bulk.diagnostics.span")}
        value={span}
        options={SPANS.map((value) => ({
          value,
          label:
            value === "all"
              ? t("bulk.diagnostics.all")
              : t("bulk.diagnostics.days", { count: Number(value) }),
        }))}
        onChange={(event) => setSpan(SPANS.find((one) => one === event.target.value) ?? "all")}
      />
      <WhenOffline checked={queue} onChange={setQueue} />
    </BulkDialog>
  );
}
