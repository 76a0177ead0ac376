/** The quirks of one station as a form: every switch follows the model, or was decided for this station. */

import type { Schemas } from "@/api/client";

export const SWITCHES = ["ping", "any_answer_id", "local_time_as_utc", "named_configuration"] as const;
export type Switch = (typeof SWITCHES)[number];
/** As the select writes it; empty: as the model. */
export type Choice = "" | "true" | "false";
export type QuirkForm = Record<Switch, Choice> & {
  time_zone: string;
  energy_unit: "" | "Wh" | "kWh";
  accept_vendors: string;
};
type Quirks = Schemas["Quirks"];

export function formOf(quirks: Quirks): QuirkForm {
  const choice = (value: boolean | null | undefined): Choice =>
    typeof value === "boolean" ? `${value}` : "";
  return {
    ping: choice(quirks.ping),
    any_answer_id: choice(quirks.any_answer_id),
    local_time_as_utc: choice(quirks.local_time_as_utc),
    named_configuration: choice(quirks.named_configuration),
    time_zone: quirks.time_zone ?? "",
    energy_unit: quirks.energy_unit ?? "",
    accept_vendors: quirks.accept_vendors?.join(", ") ?? "",
  };
}

/** What is decided; what is left to the model is left out. */
export function quirksOf(form: QuirkForm): Quirks {
  const quirks: Quirks = {};
  for (const name of SWITCHES) if (form[name] !== "") quirks[name] = form[name] === "true";
  if (form.time_zone.trim()) quirks.time_zone = form.time_zone.trim();
  if (form.energy_unit) quirks.energy_unit = form.energy_unit;
  const vendors = form.accept_vendors.split(",").map((one) => one.trim());
  const named = vendors.filter((one) => one !== "");
  if (named.length > 0) quirks.accept_vendors = named;
  return quirks;
}
