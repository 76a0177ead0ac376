import { useId, useState } from "react";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { t } from "@/lib/i18n";
import { BulkDialog, type BulkProps } from "./bulk-dialog";

/** Keys of OCPP 1.6 that a central system writes (J16-E 9), to choose from; a station may have others. */
const KNOWN = [
  "AllowOfflineTxForUnknownId",
  "AuthorizationCacheEnabled",
  "AuthorizeRemoteTxRequests",
  "BlinkRepeat",
  "ClockAlignedDataInterval",
  "ConnectionTimeOut",
  "HeartbeatInterval",
  "LightIntensity",
  "LocalAuthListEnabled",
  "LocalAuthorizeOffline",
  "LocalPreAuthorize",
  "MaxEnergyOnInvalidId",
  "MeterValuesAlignedData",
  "MeterValuesSampledData",
  "MeterValueSampleInterval",
  "MinimumStatusDuration",
  "ResetRetries",
  "StopTransactionOnEVSideDisconnect",
  "StopTransactionOnInvalidId",
  "StopTxnAlignedData",
  "StopTxnSampledData",
  "TransactionMessageAttempts",
  "TransactionMessageRetryInterval",
  "UnlockConnectorOnEVSideDisconnect",
  "WebSocketPingInterval",
];
const LONGEST_KEY = 50;
const LONGEST_VALUE = 500;

/** One key, one value, many stations; each keeps it as wanted beside what it reports. */
export function ConfigureDialog(props: BulkProps) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const [queue, setQueue] = useState(true);
  const known = useId();
  const payload = { key: key.trim(), value };
  const whenOffline = queue ? "queue" : "fail";
  return (
    <BulkDialog
      {...props}
      name={t("bulk.configure")}
      consequence={t("bulk.configure.consequence")}
      order={
        payload.key === "" ? null : { action: "ChangeConfiguration", payload, when_offline: whenOffline }
      }
    >
      <Field
        label={t("bulk.configure.key")}
        list={known}
        value={key}
        maxLength={LONGEST_KEY}
        autoComplete="off"
        spellCheck={false}
        data-focus
        onChange={(event) => setKey(event.target.value)}
      />
      <datalist id={known}>
        {KNOWN.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Field
        label={t("bulk.configure.value")}
        value={value}
        maxLength={LONGEST_VALUE}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setValue(event.target.value)}
      />
      <WhenOffline checked={queue} onChange={setQueue} />
    </BulkDialog>
  );
}

/** Whether those that are away get it when they return. */
export function WhenOffline({ checked, onChange }: { checked: boolean; onChange: (next: boolean) => void }) {
  return (
    <div className="flex items-start gap-2.5">
      <span className="py-0.5">
        <Checkbox label={t("bulk.queue")} checked={checked} onChange={onChange} />
      </span>
      <span aria-hidden="true">{t("bulk.queue")}</span>
    </div>
  );
}
