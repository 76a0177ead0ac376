import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { t } from "@/lib/i18n";
import { LONGEST_KEY, LONGEST_VALUE } from "./keys";

type Props = {
  online: boolean;
  onClose: () => void;
  onRead: (key: string) => void;
  onChange: (key: string, value: string) => void;
};

/** A key that the station has not told of: ask for it, or want a value of it. */
export function OtherKeyDialog({ online, onClose, onRead, onChange }: Props) {
  const [key, setKey] = useState("");
  const [value, setValue] = useState("");
  const name = key.trim();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onChange(name, value);
    onClose();
  };
  return (
    <Dialog title={t("configuration.other")} onClose={onClose}>
      <form onSubmit={submit}>
        <div className="p-5 space-y-4">
          <Field
            label={t("configuration.column.key")}
            help={t("configuration.other.help")}
            value={key}
            maxLength={LONGEST_KEY}
            autoComplete="off"
            spellCheck={false}
            required
            onChange={(event) => setKey(event.target.value)}
          />
          <Field
            label={t("configuration.other.value")}
            value={value}
            maxLength={LONGEST_VALUE}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => setValue(event.target.value)}
          />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("form.cancel")}</Button>
          <Button
            disabled={name === "" || !online}
            title={online ? undefined : t("station.until.offline")}
            onClick={() => {
              onRead(name);
              onClose();
            }}
          >
            {t("configuration.other.read")}
          </Button>
          <Button type="submit" look="primary" disabled={name === ""}>
            {t("configuration.other.add")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
