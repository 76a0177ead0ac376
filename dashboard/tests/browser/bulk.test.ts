import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

const NAMES = ["BULK-1", "BULK-2", "BULK-3"];

let gateway: GatewayProcess;
let browser: Browser;
let watched: WatchedPage;
let stations: ScriptedStation[];

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  stations = await Promise.all(NAMES.map((name) => ScriptedStation.online(gateway.stationUrl, name)));
  watched = await WatchedPage.open(browser, gateway);
  await watched.signIn("/stations");
});

afterAll(async () => {
  await Promise.all(stations.map((station) => station.close()));
  await browser.close();
  await gateway.remove();
});

type Wanted = { items: { key: string; wanted: { value: string; state: string } | null }[] };

test("a key is set at three stations, one refuses, and the failed one is retried", async () => {
  const { page } = watched;
  const [, refuses] = stations;
  for (const station of stations) station.answers.ChangeConfiguration = () => ({ status: "Accepted" });
  if (refuses) refuses.answers.ChangeConfiguration = () => ({ status: "Rejected" });
  await page.goto("/stations?q=BULK");
  await page.getByRole("link", { name: "BULK-3" }).waitFor();
  await page.getByRole("checkbox", { name: "BULK-1" }).check();
  // From a checkbox the keys walk on: it is nothing that one types into.
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  await page.keyboard.press("x");
  const bar = page.getByRole("region", { name: "Selected stations" });
  await bar.getByText("2 selected").waitFor();
  await bar.getByRole("button", { name: "Select all 3 matching" }).click();
  await bar.getByText("3 selected").waitFor();
  await bar.getByRole("button", { name: "Configure" }).click();
  const dialog = page.getByRole("dialog", { name: "Configure: 3 stations?" });
  await dialog.getByLabel("Key").fill("HeartbeatInterval");
  await dialog.getByLabel("Value").fill("123");
  await expectAccessible(page, "a bulk dialog above the selection bar");
  const go = dialog.getByRole("button", { name: "Configure" });
  expect(await go.isDisabled()).toBe(true); // the number is not typed yet
  await dialog.getByLabel("Type 3 to go on").fill("3");
  await go.click();
  for (const station of stations) {
    expect(await station.asked("ChangeConfiguration")).toEqual({ key: "HeartbeatInterval", value: "123" });
  }
  await page.getByText("2 accepted, 1 rejected").waitFor();
  await page
    .getByRole("listitem")
    .filter({ hasText: "BULK-2" })
    .getByText("rejected", { exact: true })
    .waitFor();
  const wanted = await gateway.get<Wanted>("/stations/BULK-2/configuration");
  expect(wanted.items.find((one) => one.key === "HeartbeatInterval")?.wanted).toMatchObject({
    value: "123",
    state: "refused",
  });
  if (refuses) refuses.answers.ChangeConfiguration = () => ({ status: "Accepted" });
  await page.getByRole("button", { name: "Retry the failed one" }).click();
  expect(await refuses?.asked("ChangeConfiguration")).toEqual({ key: "HeartbeatInterval", value: "123" });
  await page.getByText("1 accepted").waitFor();
  expect(
    stations.flatMap((station) => station.calls.filter((one) => one.action === "ChangeConfiguration")),
  ).toEqual([]); // nobody was told twice
  watched.expectCalm();
});

test("diagnostics are asked for with an address, and only with one", async () => {
  const { page } = watched;
  for (const station of stations) station.answers.GetDiagnostics = () => ({ fileName: "log.zip" });
  await page.goto("/stations?q=BULK");
  await page.getByRole("checkbox", { name: "BULK-1" }).check();
  await page.getByRole("button", { name: "Get diagnostics" }).click();
  const dialog = page.getByRole("dialog", { name: "Get diagnostics: 1 station?" });
  await dialog.getByLabel("Type 1 to go on").fill("1");
  await dialog.getByLabel("Where they send it").fill("files.example.org/in");
  await dialog.getByText("The address begins with ftp").waitFor();
  const go = dialog.getByRole("button", { name: "Get diagnostics" });
  expect(await go.isDisabled()).toBe(true);
  await dialog.getByLabel("Where they send it").fill("ftp://files.example.org/in/");
  await go.click();
  expect(await stations[0]?.asked("GetDiagnostics")).toEqual({ location: "ftp://files.example.org/in/" });
  await page.getByText("1 accepted").first().waitFor();
  watched.expectCalm();
});

test("columns are chosen and remembered, tiles stand in the address", async () => {
  const { page } = watched;
  await page.goto("/stations?q=BULK");
  await page.getByRole("columnheader", { name: "Connectors" }).waitFor();
  await page.getByRole("button", { name: "Columns" }).click();
  const dialog = page.getByRole("dialog", { name: "Columns" });
  await expectAccessible(page, "the chooser of columns");
  await dialog.getByRole("checkbox", { name: "Profile" }).check();
  await dialog.getByRole("checkbox", { name: "Connectors" }).uncheck();
  await dialog.getByRole("button", { name: "Done" }).click();
  await page.reload();
  await page.getByRole("columnheader", { name: "Profile" }).waitFor();
  expect(await page.getByRole("columnheader", { name: "Connectors" }).count()).toBe(0);
  await page.getByRole("button", { name: "Show as tiles" }).click();
  await until("the address tells it", () => new URL(page.url()).searchParams.get("view") === "tiles");
  expect(await page.getByRole("table").count()).toBe(0);
  await page.getByRole("checkbox", { name: "BULK-2" }).check();
  await page.getByText("1 selected").waitFor();
  await expectAccessible(page, "tiles, one selected");
  await page.getByRole("button", { name: "Show as table" }).click();
  // It is the same filter: what was selected stays so.
  expect(await page.getByRole("checkbox", { name: "BULK-2" }).isChecked()).toBe(true);
  watched.expectCalm();
});
