import { readFile } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

/** More than one page of history holds. */
const SAID = 450;

let gateway: GatewayProcess;
let browser: Browser;
let watched: WatchedPage;
let station: ScriptedStation;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  station = await ScriptedStation.online(gateway.stationUrl, "LOG-1");
  for (let number = 0; number < SAID; number += 1) {
    await station.call("DataTransfer", { vendorId: "Voltaic", data: `number ${number}.` });
  }
  watched = await WatchedPage.open(browser, gateway);
  await watched.signIn("/log");
});

afterAll(async () => {
  await station.close();
  await browser.close();
  await gateway.remove();
});

function list() {
  return watched.page.getByRole("list", { name: "Messages, newest first" });
}

/** To the end of what is loaded, as often as it takes to see the text. */
async function scrollBackTo(text: string): Promise<void> {
  await until(`scrolled back to ${text}`, async () => {
    await list().evaluate((element) => element.parentElement?.scrollTo(0, element.scrollHeight));
    return (await list().getByText(text).count()) > 0;
  });
}

test("scrolling back loads older messages, pauses the log, and resuming returns to the newest", async () => {
  const { page } = watched;
  await list()
    .getByText(`number ${SAID - 1}.`)
    .waitFor();
  await scrollBackTo("number 0.");
  await list().getByText("BootNotification").waitFor();
  await page.getByText(/^Looked back to/).waitFor();
  const resume = page.getByRole("button", { name: /^Resume/ });
  await resume.waitFor();
  await station.call("DataTransfer", { vendorId: "Voltaic", data: "while somebody read" });
  await page.getByRole("button", { name: /^Resume, \d+ new/ }).waitFor();
  expect(await list().getByText("while somebody read").count()).toBe(0);
  await resume.click();
  await list().getByText("while somebody read").waitFor();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  watched.expectCalm();
});

test("the day before is a decision of its own", async () => {
  const { page } = watched;
  await page.goto("/log?q=action%3ABootNotification");
  await list().getByText("BootNotification").waitFor();
  const asked = page.waitForRequest((request) => new URL(request.url()).searchParams.has("to"));
  await page.getByRole("button", { name: "Look a day further back" }).click();
  const query = new URL((await asked).url()).searchParams;
  const days = (Date.parse(query.get("to") ?? "") - Date.parse(query.get("from") ?? "")) / 86_400_000;
  expect(days).toBe(1);
  watched.expectCalm();
});

test("what is rare is found by its text, with the half that does not hold it", async () => {
  const { page } = watched;
  await page.goto("/log?q=%22number%207.%22");
  const row = list().getByRole("button");
  await row.waitFor();
  expect(await row.count()).toBe(1);
  await row.click();
  const detail = page.getByRole("complementary", { name: "Message" });
  await detail.getByText('"number 7."').waitFor();
  await expectAccessible(page, "a message and its answer");
  const answer = detail.getByRole("region", { name: "Answer" });
  await answer.getByText('"UnknownVendorId"').or(answer.getByText('"status"')).first().waitFor();
  watched.expectCalm();
});

test("the log is taken along as the gateway finds it, or as it is loaded", async () => {
  const { page } = watched;
  await page.goto("/log?q=station%3ALOG-1+action%3ADataTransfer");
  await list().getByText("DataTransfer").first().waitFor();
  const lines = await exported("JSON Lines", /^Every message that the filter finds from/);
  expect(lines.length).toBe(2 * (SAID + 1)); // each with its answer, however few are loaded
  expect(lines.map((line) => JSON.parse(line).action)).toEqual(lines.map(() => "DataTransfer"));
  await page.goto("/log?q=-action%3ADataTransfer+-action%3AHeartbeat");
  await list().getByText("BootNotification").waitFor();
  const table = await exported("CSV", /messages that are loaded.* -action:DataTransfer/);
  expect(table[0]).toContain("timestamp,station,connector");
  expect(table.filter((line) => line.includes("DataTransfer"))).toEqual([]);
  expect(table.some((line) => line.includes("BootNotification"))).toBe(true);
  watched.expectCalm();
});

async function exported(kind: string, explained: RegExp): Promise<string[]> {
  const { page } = watched;
  await page.getByRole("button", { name: "Export the log" }).click();
  const dialog = page.getByRole("dialog", { name: "Export the log" });
  await dialog.getByText(explained).waitFor();
  const saved = page.waitForEvent("download");
  await dialog.getByRole("button", { name: kind }).click();
  const text = await readFile(await (await saved).path(), "utf-8");
  return text.trimEnd().split("\n");
}

test("one station is followed from its message", async () => {
  const { page } = watched;
  await page.goto("/log");
  await list().getByRole("button").first().click();
  await page.getByRole("button", { name: "Only this station" }).click();
  await until("the address tells it", () => new URL(page.url()).searchParams.get("q") === "station:LOG-1");
  watched.expectCalm();
});
