import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";

let gateway: GatewayProcess;
let browser: Browser;
let watched: WatchedPage;
let station: ScriptedStation;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  station = await ScriptedStation.online(gateway.stationUrl, "LI-1", 2);
  watched = await WatchedPage.open(browser, gateway);
  await watched.signIn("/stations");
});

afterAll(async () => {
  await station.close();
  await browser.close();
  await gateway.remove();
});

/** What is opened by a click stands on no address that the test of every page visits by itself. */
async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes[0]?.html])).toEqual([]);
}

async function openTab(tab: string): Promise<Page> {
  await watched.page.goto(`/stations/LI-1?tab=${tab}`);
  await watched.live();
  return watched.page;
}

test("the block that was just made stands in the audit of the station, and leads to all of it", async () => {
  const page = await openTab("live");
  const tile = page.getByRole("article", { name: "Connector 2" });
  await tile.getByRole("button", { name: "Block", exact: true }).click();
  await station.asked("ChangeAvailability");
  station.answer({ status: "Accepted" });
  await station.status(2, "Unavailable");
  await tile.getByText("Blocked, effect seen").waitFor();
  await page.getByRole("tab", { name: "Audit" }).click();
  expect(page.url()).toContain("tab=audit");
  const entry = page.getByRole("listitem").filter({ hasText: "connector.blocked" });
  await entry.getByText("admin@example.org").waitFor();
  await gateway.patch("/stations/LI-1", { name: "Garage" });
  await gateway.post("/stations/LI-1/connectors/2/unblock");
  await station.asked("ChangeAvailability");
  station.answer({ status: "Accepted" });
  await station.status(2, "Available");
  await page.getByRole("listitem").filter({ hasText: "connector.unblocked" }).waitFor();
  await page.getByRole("listitem").filter({ hasText: "station.edited" }).waitFor();
  await page.getByRole("link", { name: "Open in the audit" }).click();
  await page.waitForURL(/\/audit\?station=LI-1/);
  await page.getByRole("listitem").filter({ hasText: "station.edited" }).waitFor();
  watched.expectCalm();
});

test("a row of the transactions leads to the charge, and from there back to connector and tag", async () => {
  const timestamp = new Date().toISOString();
  const begin = { connectorId: 1, idTag: "04A1B2C3", meterStart: 1000, timestamp };
  const { transactionId } = await station.call("StartTransaction", begin);
  await station.call("StopTransaction", { transactionId, meterStop: 5200, timestamp });
  const page = await openTab("transactions");
  const row = page.getByRole("row").filter({ hasText: "Completed" });
  await row.getByRole("link").click();
  await page.getByRole("heading", { name: `Transaction ${transactionId}` }).waitFor();
  await page.getByRole("link", { name: "Connector 1" }).click();
  await page.waitForURL(/\/stations\/LI-1\?connector=1/);
  await page.locator("article[aria-current=true]").getByText("1", { exact: true }).waitFor();
  await page.goBack();
  await page.getByRole("link", { name: "04A1B2C3" }).click();
  await page.waitForURL(/\/id-tags\?q=04A1B2C3/);
  watched.expectCalm();
});

test("messages, commands and deviations lead to what was said", async () => {
  station.answers.ClearCache = () => ({ status: "Accepted" });
  await gateway.post("/stations/LI-1/commands?wait=10", { action: "ClearCache" });
  const page = await openTab("messages");
  await page.getByRole("button", { name: /ClearCache/ }).click();
  await page.getByRole("dialog").getByRole("heading", { name: "ClearCache" }).waitFor();
  expect(page.url()).toContain("message=");
  await page.reload(); // it is a link that can be sent to somebody
  await page.getByRole("dialog").getByRole("heading", { name: "ClearCache" }).waitFor();
  await expectAccessible(page);

  await openTab("commands");
  await page.getByRole("button", { name: /Clear authorisation cache/ }).click();
  expect(page.url()).toContain("open=");
  await page.getByRole("heading", { name: "Request" }).waitFor();
  await expectAccessible(page);
  await page.getByRole("link", { name: "Messages" }).click();
  await page.waitForURL(/\/log\?q=/);
  await page.getByRole("list", { name: "Messages, newest first" }).getByText("ClearCache").waitFor();

  await openTab("deviations");
  await station.call("Heartbeat", { extra: "member" });
  await page.getByRole("tab", { name: /^Deviations\s*1$/ }).waitFor();
  await page.getByRole("link", { name: "The message in the log" }).click();
  await page.waitForURL(/\/log\?q=/);
  const found = page.getByRole("list", { name: "Messages, newest first" });
  await found.getByRole("button", { name: /Heartbeat/ }).click();
  await page.getByText('"extra"').waitFor();
  watched.expectCalm();
});
