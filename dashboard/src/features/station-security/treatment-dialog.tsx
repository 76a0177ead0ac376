import { type FormEvent, useState } from "react";
import type { Station } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { Dialog, DialogFoot } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useDeed } from "@/components/ui/use-deed";
import { WrongNote } from "@/components/ui/wrong-note";
import { t } from "@/lib/i18n";
import { type Choice, formOf, type QuirkForm, quirksOf, SWITCHES } from "./quirk-form";
import { useSecurityDeeds } from "./use-security";

type Validation = NonNullable<Station["validation"]> | "";

/** Both count from the station's next message on. */
export function TreatmentDialog({ station, onClose }: { station: Station; onClose: () => void }) {
  const [validation, setValidation] = useState<Validation>(station.validation ?? "");
  const [form, setForm] = useState<QuirkForm>(() => formOf(station.quirks));
  const { busy, wrong, run } = useDeed();
  const { edit } = useSecurityDeeds(station.ocpp_id);
  const change = (more: Partial<QuirkForm>) => setForm((before) => ({ ...before, ...more }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    run(async () => {
      await edit({ validation: validation || null, quirks: quirksOf(form) });
      onClose();
    });
  };
  const choices = [
    { value: "", label: t("security.as-model") },
    { value: "true", label: t("security.yes") },
    { value: "false", label: t("security.no") },
  ];
  return (
    <Dialog
      title={t("security.treatment.title", { station: station.ocpp_id })}
      onClose={onClose}
      className="sm:max-w-[520px]"
    >
      <form onSubmit={submit}>
        <div className="p-5 space-y-4 max-h-[65vh] overflow-y-auto">
          <Select
            label={t("security.validation")}
            value={validation}
            onChange={(event) => setValidation(event.target.value as Validation)}
            options={[
              { value: "", label: t("security.validation.listener") },
              { value: "lenient", label: t("security.validation.lenient") },
              { value: "strict", label: t("security.validation.strict") },
            ]}
          />
          {SWITCHES.map((name) => (
            <Select
              key={name}
              label={t(`security.quirk.${name}`)}
              value={form[name]}
              options={choices}
              onChange={(event) => change({ [name]: event.target.value as Choice })}
            />
          ))}
          <Field
            label={t("security.quirk.time_zone")}
            help={t("security.quirk.time_zone.help")}
            value={form.time_zone}
            autoComplete="off"
            onChange={(event) => change({ time_zone: event.target.value })}
          />
          <Select
            label={t("security.quirk.energy_unit")}
            value={form.energy_unit}
            options={[
              { value: "", label: t("security.as-model") },
              { value: "Wh", label: "Wh" },
              { value: "kWh", label: "kWh" },
            ]}
            onChange={(event) => change({ energy_unit: event.target.value as QuirkForm["energy_unit"] })}
          />
          <Field
            label={t("security.quirk.accept_vendors")}
            help={t("security.quirk.accept_vendors.help")}
            value={form.accept_vendors}
            autoComplete="off"
            onChange={(event) => change({ accept_vendors: event.target.value })}
          />
          <WrongNote wrong={wrong} />
        </div>
        <DialogFoot>
          <Button onClick={onClose}>{t("form.cancel")}</Button>
          <Button type="submit" look="primary" disabled={busy}>
            {t("form.save")}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  );
}
