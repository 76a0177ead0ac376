import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";

let gateway: GatewayProcess;
let browser: Browser;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await gateway.remove();
});

async function wholeStation(identity: string): Promise<unknown> {
  return (await gateway.get(`/stations/${identity}/connectors/0`)).block_state;
}

test("selected stations are blocked together, as a block that the gateway keeps", async () => {
  const stations = await Promise.all(
    ["BULK-1", "BULK-2"].map((identity) => ScriptedStation.online(gateway.stationUrl, identity)),
  );
  for (const station of stations) station.answers.ChangeAvailability = () => ({ status: "Accepted" });
  const watched = await WatchedPage.open(browser, gateway);
  await watched.signIn("/stations");
  const { page } = watched;
  await page.getByRole("checkbox", { name: "Select the 2 loaded stations" }).click();
  const bar = page.getByRole("region", { name: "Selected stations" });
  await bar.getByRole("button", { name: "Take out of service" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByLabel("Type 2 to go on").fill("2");
  await dialog.getByRole("button", { name: "Take out of service" }).click();
  await page.getByRole("heading", { name: "Take out of service: 2 stations" }).waitFor();
  for (const station of stations) {
    expect(await station.asked("ChangeAvailability")).toEqual({ connectorId: 0, type: "Inoperative" });
    await station.status(0, "Unavailable");
  }
  await page.getByText("2 accepted").first().waitFor();
  await expect
    .poll(() => Promise.all(["BULK-1", "BULK-2"].map(wholeStation)))
    .toEqual(["in_effect", "in_effect"]);
  watched.expectCalm();
  await Promise.all(stations.map((station) => station.close()));
});
