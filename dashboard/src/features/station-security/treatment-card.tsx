import { useState } from "react";
import { may } from "@/api/session";
import type { Station } from "@/api/stations";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { UNKNOWN } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Deeds } from "./facts";
import { SWITCHES } from "./quirk-form";
import { TreatmentDialog } from "./treatment-dialog";

/** How strictly its messages are taken, and how it is treated differently from what the protocol says. */
export function TreatmentCard({ station }: { station: Station }) {
  const [open, setOpen] = useState(false);
  const { quirks, quirks_in_effect: now, quirk_profiles: models, validation } = station;
  const mayWrite = may("stations:write");
  const own = (name: keyof typeof quirks) => quirks[name] !== null && quirks[name] !== undefined;
  const rows: [keyof typeof now, string][] = [
    ...SWITCHES.map((name): [keyof typeof now, string] => [
      name,
      t(now[name] ? "security.yes" : "security.no"),
    ]),
    ["time_zone", now.time_zone ?? UNKNOWN],
    ["energy_unit", now.energy_unit ?? UNKNOWN],
    ["accept_vendors", now.accept_vendors.join(", ") || UNKNOWN],
  ];
  return (
    <Card title={t("security.treatment")} note={models.join(", ") || t("security.model.none")}>
      <div className="px-4 pb-4">
        <dl className="divide-y divide-line text-sm">
          <Line
            name={t("security.validation")}
            value={t(`security.validation.${validation ?? "listener"}`)}
            own={validation !== null}
          />
          {rows.map(([name, value]) => (
            <Line key={name} name={t(`security.quirk.${name}`)} value={value} own={own(name)} />
          ))}
        </dl>
        <Deeds why={mayWrite ? null : t("security.denied")}>
          <Button disabled={!mayWrite} onClick={() => setOpen(true)}>
            {t("security.treatment.edit")}
          </Button>
        </Deeds>
      </div>
      {open && <TreatmentDialog station={station} onClose={() => setOpen(false)} />}
    </Card>
  );
}

function Line({ name, value, own }: { name: string; value: string; own: boolean }) {
  return (
    <div className="flex flex-wrap items-baseline gap-x-4 py-2">
      <dt className="text-ink-2 min-w-0 flex-1 basis-48 break-words">{name}</dt>
      <dd className="font-[580] min-w-0 [overflow-wrap:anywhere]">
        {value}
        {own && (
          <span className="ml-2 text-xs font-normal text-ink-3 whitespace-nowrap">{t("security.own")}</span>
        )}
      </dd>
    </div>
  );
}
