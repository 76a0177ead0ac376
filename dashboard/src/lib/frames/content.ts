/** What a frame tells, in one line of the log: the connector first, measured values with their units, never its clock. */

import { energy, kilowatts, percent } from "../format";
import { t } from "../i18n";
import { type Frame, gist } from "./exchanges";

type Told = Record<string, unknown>;

function isTold(value: unknown): value is Told {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `sampledValue` of 1.6 and 2.x: the unit beside the value, or below it with a power of ten. */
function amount(sample: Told, factors: Readonly<Record<string, number>>, usual: string): number | null {
  const of = isTold(sample.unitOfMeasure) ? sample.unitOfMeasure : sample;
  const factor = factors[String(of.unit ?? usual)];
  const value = Number(sample.value);
  if (factor === undefined || sample.value === "" || !Number.isFinite(value)) return null;
  return value * factor * 10 ** (typeof of.multiplier === "number" ? of.multiplier : 0);
}

/** Power, battery and register, as far as the newest reading has them for all phases together. */
function measured(payload: Told): string[] {
  const readings = Array.isArray(payload.meterValue) ? payload.meterValue : [];
  const newest: unknown = readings.at(-1);
  const samples =
    isTold(newest) && Array.isArray(newest.sampledValue) ? newest.sampledValue.filter(isTold) : [];
  const find = (measurand: string) =>
    samples.find((one) => (one.measurand ?? "Energy.Active.Import.Register") === measurand && !one.phase);
  const words: string[] = [];
  const tell = (
    measurand: string,
    factors: Readonly<Record<string, number>>,
    usual: string,
    shown: (value: number) => string,
  ) => {
    const sample = find(measurand);
    const value = sample ? amount(sample, factors, usual) : null;
    if (value !== null) words.push(shown(value));
  };
  tell("Power.Active.Import", { W: 1, kW: 1000 }, "W", (watts) => `${kilowatts(watts)}\u00a0kW`);
  tell("SoC", { Percent: 1, "%": 1 }, "Percent", percent);
  tell("Energy.Active.Import.Register", { Wh: 0.001, kWh: 1 }, "Wh", energy);
  return words;
}

export function contentOf({ payload }: Frame): string {
  if (!isTold(payload)) return gist(payload);
  const { connectorId, timestamp: _clock, errorCode, transactionId, ...others } = payload;
  const values = measured(payload);
  const rest = {
    ...others,
    ...(errorCode === "NoError" ? {} : { errorCode }),
    ...(values.length > 0 ? {} : { transactionId }),
  };
  const connector =
    typeof connectorId === "number" ? t("log.content.connector", { number: connectorId }) : null;
  return [connector, ...values, gist(rest)].filter(Boolean).join(", ");
}
