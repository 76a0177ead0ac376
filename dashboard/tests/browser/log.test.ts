import type { Browser, Locator, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";

let gateway: GatewayProcess;
let browser: Browser;
let first: ScriptedStation;
let second: ScriptedStation;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  first = await ScriptedStation.online(gateway.stationUrl, "LG-1");
  second = await ScriptedStation.online(gateway.stationUrl, "LG-2");
  // The question that follows a boot has come and gone: from here on only the tests let anybody speak.
  await Promise.all([first.asked("GetConfiguration"), second.asked("GetConfiguration")]);
});

afterAll(async () => {
  await Promise.all([first.close(), second.close()]);
  await browser.close();
  await gateway.remove();
});

async function log(query = ""): Promise<WatchedPage> {
  const watched = await WatchedPage.open(browser, gateway);
  await watched.signIn(`/log${query && `?q=${encodeURIComponent(query)}`}`);
  await watched.live();
  await watched.page.waitForLoadState("networkidle"); // its own feed is open, and the history is there
  return watched;
}

function exchanges(page: Page): Locator {
  return page.getByRole("list", { name: "Messages, newest first" }).getByRole("listitem");
}

/** A request of a station with a text of its own, so that its row can be told from all others. */
function say(station: ScriptedStation, word: string) {
  return station.call("DataTransfer", { vendorId: "org.example", messageId: word });
}

test("what a station says is on the page with its answer, as it says it", async () => {
  const watched = await log();
  const { page } = watched;
  await exchanges(page).filter({ hasText: "BootNotification" }).first().waitFor();
  for (const [station, word] of [
    [first, "one"],
    [second, "two"],
    [first, "three"],
  ] as const) {
    await say(station, word);
    const row = exchanges(page).filter({ hasText: word });
    await row.getByText("DataTransfer").waitFor();
    await row.getByText(station.identity).waitFor();
    await row.getByText("UnknownVendorId").waitFor(); // the gateway's answer stands in the same row
    expect(await row.count()).toBe(1);
  }
  await exchanges(page).first().getByText("three").waitFor(); // newest first
  watched.expectCalm();
  await watched.close();
});

test("a paused log keeps still, counts what waits, and shows it when it goes on", async () => {
  const watched = await log();
  const { page } = watched;
  await say(first, "before");
  await exchanges(page).filter({ hasText: "before" }).waitFor();
  await page.getByRole("button", { name: "Pause" }).click();
  const shown = await exchanges(page).allTextContents();
  await say(first, "meanwhile");
  await say(second, "meanwhile too");
  await page.getByRole("button", { name: "Resume, 4 new" }).waitFor(); // two requests and two answers
  expect(await exchanges(page).allTextContents()).toEqual(shown);
  await page.getByRole("button", { name: "Resume, 4 new" }).click();
  await exchanges(page).filter({ hasText: "meanwhile too" }).waitFor();
  await exchanges(page).first().getByText("meanwhile too").waitFor();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await say(first, "after");
  await exchanges(page).first().getByText("after").waitFor();
  watched.expectCalm();
  await watched.close();
});

test("reading an exchange pauses the log, and its detail shows both messages", async () => {
  const watched = await log();
  const { page } = watched;
  await say(first, "to be read");
  await exchanges(page).filter({ hasText: "to be read" }).getByRole("button").click();
  const detail = page.getByRole("complementary", { name: "Message" });
  await detail.getByText("org.example").first().waitFor();
  await detail.getByText("UnknownVendorId").first().waitFor();
  await say(second, "not yet");
  await page.getByRole("button", { name: "Resume, 2 new" }).click();
  await exchanges(page).filter({ hasText: "not yet" }).waitFor();
  watched.expectCalm();
  await watched.close();
});

test("what is said after the history was read and before the feed is open is there", async () => {
  await say(first, "earlier");
  const watched = await log();
  const { page } = watched;
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/feed/tickets", (route) => held.then(() => route.continue()));
  await page.getByLabel("Filter the log").fill("station:LG-1");
  await page.getByLabel("Filter the log").press("Enter");
  await exchanges(page).filter({ hasText: "earlier" }).waitFor();
  await page.waitForLoadState("networkidle");
  await say(first, "in between");
  release();
  await exchanges(page).filter({ hasText: "in between" }).waitFor();
  watched.expectCalm();
  await watched.close();
});

test("a filter stands in the address, holds for what was and for what comes, and can be taken back", async () => {
  await say(first, "early");
  const watched = await log();
  const { page } = watched;
  const field = page.getByLabel("Filter the log");
  await field.fill("station:LG-1 action:DataT*");
  await field.press("Enter");
  await exchanges(page).filter({ hasText: "early" }).waitFor();
  expect(new URL(page.url()).searchParams.get("q")).toBe("station:LG-1 action:DataT*");
  await first.call("Heartbeat", {});
  await say(second, "of another one");
  await say(first, "wanted");
  await exchanges(page).filter({ hasText: "wanted" }).waitFor();
  const texts = await exchanges(page).allTextContents();
  expect(texts.filter((text) => !(text.includes("LG-1") && text.includes("DataTransfer")))).toEqual([]);
  await page.reload(); // the address alone brings the same list
  await exchanges(page).filter({ hasText: "wanted" }).waitFor();
  expect(await exchanges(page).filter({ hasText: "LG-2" }).count()).toBe(0);
  await page.getByRole("button", { name: "Remove station:LG-1" }).click();
  await page.getByRole("button", { name: "Remove action:DataT*" }).click();
  await exchanges(page).filter({ hasText: "of another one" }).waitFor();
  expect(new URL(page.url()).searchParams.get("q") ?? "").toBe("");
  watched.expectCalm();
  await watched.close();
});
