/** A station whose every string is HTML or script: the longest that the schemas of OCPP 1.6 let through. */

import type { GatewayProcess } from "./gateway-process.ts";
import type { Parts } from "./pages.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

const IDENTITY = "PAYLOAD-1";
const SHORT = "<svg onload=boom()>"; // 20 characters at most: vendor, model, tag, SIM
const SCRIPT = "<script>boom()";
const LONG = '"><img src=x onerror=boom()><b id=injected>'; // 50 at most
const DATA = `</script><script>boom()</script>${LONG}<iframe srcdoc="<script>parent.boom()</script>">{{boom()}}\${boom()}`;

export type PayloadSite = { station: ScriptedStation; parts: Parts };

export async function payloadSite(gateway: GatewayProcess): Promise<PayloadSite> {
  const station = new ScriptedStation(gateway.stationUrl, IDENTITY, {
    chargePointVendor: SHORT,
    chargePointModel: SCRIPT,
    chargePointSerialNumber: "'><img src=x onerror>",
    chargeBoxSerialNumber: "'><img src=x onerror>",
    firmwareVersion: LONG,
    iccid: SHORT,
    imsi: SHORT,
    meterType: SHORT,
    meterSerialNumber: SHORT,
  });
  await station.connect();
  await station.status(0, "Available");
  await station.status(1, "Faulted", {
    errorCode: "OtherError",
    info: LONG,
    vendorId: DATA.slice(0, 255),
    vendorErrorCode: LONG,
  });
  await station.status(2, "Available", { info: LONG });
  await gateway.patch(`/stations/${IDENTITY}`, {
    name: LONG,
    group: DATA.slice(0, 100),
    location: { latitude: 52.5208, longitude: 13.4094, address: LONG },
  });
  await station.call("DataTransfer", {
    vendorId: DATA.slice(0, 255),
    messageId: LONG,
    data: DATA.repeat(20),
  });
  await station.call("SecurityEventNotification", {
    type: LONG,
    timestamp: new Date().toISOString(),
    techInfo: DATA.slice(0, 255),
  });
  await station.call(SCRIPT, { [LONG]: DATA }); // an action that does not exist
  await station.call("Heartbeat", { [LONG]: DATA }); // a member that does not exist: a non-conformity
  const transaction = await charge(station);
  await refusedCommand(gateway, station);
  await strangeConfiguration(gateway, station);
  const [stored] = gateway.rows<{ id: string }>(
    "SELECT id FROM transactions WHERE transaction_id = ?",
    transaction,
  );
  return {
    station,
    parts: { station: IDENTITY, transaction: stored?.id ?? "", id: stored?.id ?? "", tag: SHORT },
  };
}

async function charge(station: ScriptedStation): Promise<number> {
  const at = new Date().toISOString();
  const begin = { connectorId: 2, idTag: SHORT, meterStart: 0, timestamp: at };
  const transactionId = Number((await station.call("StartTransaction", begin)).transactionId);
  await station.status(2, "Charging", { info: LONG });
  const power = { value: "11000", measurand: "Power.Active.Import", unit: "W" };
  const meterValue = [{ timestamp: at, sampledValue: [power, { value: SCRIPT, format: "SignedData" }] }];
  await station.call("MeterValues", { connectorId: 2, transactionId, meterValue });
  return transactionId;
}

/** A command that the station answers with a CALLERROR whose description is a script. */
async function refusedCommand(gateway: GatewayProcess, station: ScriptedStation): Promise<void> {
  station.answers.UnlockConnector = () => new Error(DATA.slice(0, 255));
  const { id } = await gateway.post(`/stations/${station.identity}/connectors/1/unlock`);
  await until("the command has failed", async () => {
    const { status } = await gateway.get(`/commands/${id}`);
    return !["queued", "sent"].includes(String(status));
  });
}

/** Keys and values that are scripts, one that somebody wants, and one that the station says it does not have. */
async function strangeConfiguration(gateway: GatewayProcess, station: ScriptedStation): Promise<void> {
  station.answers.GetConfiguration = () => ({
    configurationKey: [
      { key: LONG, readonly: false, value: DATA },
      { key: SCRIPT, readonly: true, value: SHORT },
    ],
    unknownKey: ["<img src=x onerror=boom()>"],
  });
  station.answers.ChangeConfiguration = () => new Error(DATA.slice(0, 255));
  const path = `/stations/${station.identity}/configuration?wait=10`;
  await gateway.post(path, { read: true });
  await gateway.post(path, { change: { key: LONG, value: DATA } });
}
