import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

const TAG = "04C7FFEE19";
const MINUTE = 60_000;

let gateway: GatewayProcess;
let browser: Browser;
let watched: WatchedPage;
let station: ScriptedStation;
let number: number;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  station = await ScriptedStation.online(gateway.stationUrl, "CHARGE-1");
  number = await charge();
  watched = await WatchedPage.open(browser, gateway);
  await watched.signIn("/transactions");
});

afterAll(async () => {
  await station.close();
  await browser.close();
  await gateway.remove();
});

/** Twenty minutes that are over, by the station's clock: the car pauses, and some readings never come. */
async function charge(): Promise<number> {
  const begin = Date.now() - 20 * MINUTE;
  const at = (minutes: number) => new Date(begin + minutes * MINUTE).toISOString();
  const state = (minutes: number, status: string) => station.status(1, status, { timestamp: at(minutes) });
  await state(-1, "Preparing");
  const start = { connectorId: 1, idTag: TAG, meterStart: 1000, timestamp: at(0) };
  const transactionId = Number((await station.call("StartTransaction", start)).transactionId);
  await state(1, "Charging");
  for (const minutes of [1, 2, 3, 4, 5, 11, 12, 13, 14, 15]) {
    const sampledValue = [
      { value: String(1000 + minutes * 100), measurand: "Energy.Active.Import.Register", unit: "Wh" },
      { value: "6000", measurand: "Power.Active.Import", unit: "W" },
    ];
    const meterValue = [{ timestamp: at(minutes), sampledValue }];
    await station.call("MeterValues", { connectorId: 1, transactionId, meterValue });
  }
  await state(15, "SuspendedEV");
  const stop = { transactionId, meterStop: 2600, timestamp: at(18), reason: "EVDisconnected", idTag: TAG };
  await station.call("StopTransaction", stop);
  await state(19, "Available");
  return transactionId;
}

async function saved(button: string): Promise<string[]> {
  const { page } = watched;
  const coming = page.waitForEvent("download");
  await page.getByRole("button", { name: button }).click();
  const text = await readFile(await (await coming).path(), "utf-8");
  return text.trimEnd().split("\r\n");
}

test("the course tells the states of the connector, and where the line is a guess", async () => {
  const { page } = watched;
  await page.getByRole("link", { name: String(number) }).click();
  const states = page.getByRole("list", { name: "States of the connector" }).getByRole("listitem");
  await states.first().waitFor();
  const told = await states.allTextContents();
  expect(told.map((text) => text.split(":")[0])).toEqual(["Preparing", "Charging", "Paused by car"]);
  expect(told[1]).toContain("14 min");
  for (const lane of ["Power, kW", "Energy, kWh"]) await page.getByRole("img", { name: lane }).waitFor();
  // Six minutes without a reading, drawn in both lanes and told beside the figures.
  expect(await page.getByTitle("No reading: the line is a guess.").count()).toBe(2);
  await page.getByText(/ to .*, estimated$/).waitFor();
  await expectAccessible(page, "a charge with states and a gap");
  await page.getByText("14 messages").waitFor(); // start and end, ten readings, two changes of the state
  watched.expectCalm();
});

test("its samples are taken along, and its messages are found in the log", async () => {
  const { page } = watched;
  const lines = await saved("Export CSV");
  expect(lines[0]).toContain("sampled_at,received_at,connector");
  expect(lines.filter((line) => line.includes("Power.Active.Import")).length).toBe(10);
  await page.getByRole("button", { name: "Raw" }).click();
  await page.getByText(/^\[2,"b\d+","MeterValues",/).waitFor();
  await page.getByRole("link", { name: "Stop message" }).click();
  const row = page.getByRole("list", { name: "Messages, newest first" }).getByRole("button");
  await row.filter({ hasText: "StopTransaction" }).waitFor();
  expect(await row.count()).toBe(1);
  await page.goBack();
  await page.getByRole("link", { name: "Start message" }).click();
  await row.filter({ hasText: "StartTransaction" }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: TAG }).click();
  await until("the tags", () => new URL(page.url()).searchParams.get("q") === TAG);
  watched.expectCalm();
});

test("charges are filtered by day in the address, summed up and taken along", async () => {
  const { page } = watched;
  await page.goto("/transactions");
  await page.getByText("1 charge").waitFor();
  await page.getByText("1.6 kWh").waitFor();
  const day = (ms: number) =>
    new Date(ms - new Date(ms).getTimezoneOffset() * MINUTE).toISOString().slice(0, 10);
  await page.getByLabel("From", { exact: true }).fill(day(Date.now() - 2 * 24 * 60 * MINUTE));
  await page.getByLabel("To", { exact: true }).fill(day(Date.now() + 24 * 60 * MINUTE));
  await page.getByRole("button", { name: "Filter", exact: true }).click();
  await until("the days stand in the address", () => new URL(page.url()).searchParams.has("from"));
  await page.getByRole("link", { name: String(number) }).waitFor();
  const lines = await saved("Export CSV");
  expect(lines.length).toBe(2);
  expect(lines[1]).toContain("CHARGE-1");
  await page.goto("/transactions?to=2020-01-01");
  await page.getByText("No charge", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Clear" }).click();
  await page.getByRole("link", { name: String(number) }).waitFor();
  watched.expectCalm();
});
