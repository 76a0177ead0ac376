import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { loadStations } from "./many-stations.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

const STATIONS = 10_000;
const MOST_ROWS = 100;

let gateway: GatewayProcess;
let browser: Browser;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  await loadStations(gateway, STATIONS);
});

afterAll(async () => {
  await browser.close();
  await gateway.remove();
});

/** What lies in the middle of every row's height of the table, from below its head to its foot: names, or "" for nothing. */
function inView(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const table = document.querySelector("table");
    const scroller = table?.parentElement;
    if (!table || !scroller) return [];
    const { left, bottom } = scroller.getBoundingClientRect();
    const top = table.tHead?.getBoundingClientRect().bottom ?? 0;
    const names = [];
    for (let y = top + 18; y < Math.min(bottom, innerHeight) - 9; y += 36) {
      const row = document.elementFromPoint(left + 120, y)?.closest("tr");
      names.push(row?.querySelector("a")?.textContent ?? "");
    }
    return names;
  });
}

function scrollTo(page: Page, top: number): Promise<void> {
  return page.evaluate((to) => document.querySelector("table")?.parentElement?.scrollTo(0, to), top);
}

test("10,000 rows are scrolled through: few in the page, none blank at rest", {
  timeout: 240_000,
}, async () => {
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn("/stations");
  await page.getByText("10,000 stations").last().waitFor({ timeout: 20_000 });
  let most = 0;
  let last = "";
  for (let turn = 0; last !== `L-${String(STATIONS - 1).padStart(6, "0")}`; turn += 1) {
    expect(turn).toBeLessThan(STATIONS / 50);
    const names = await until("more rows are there", async () => {
      await scrollTo(page, 10_000_000); // what has come meanwhile made the table longer
      const found = await inView(page);
      return found.length > 10 && found.every((name) => name !== "") && found.at(-1) !== last && found;
    });
    most = Math.max(most, await page.locator("tbody tr").count());
    last = names.at(-1) ?? "";
  }
  expect(most).toBeLessThanOrEqual(MOST_ROWS);
  // Back in leaps: what is at rest is never blank, and in its order.
  for (const share of [0.8, 0.5, 0.21, 0]) {
    await scrollTo(page, share * STATIONS * 36);
    const names = await until("the rows in view are there", async () => {
      const found = await inView(page);
      return found.length > 10 && found.every((name) => name !== "") && found;
    });
    expect(names).toEqual([...names].sort());
    expect(await page.locator("tbody tr").count()).toBeLessThanOrEqual(MOST_ROWS);
  }
  watched.expectCalm();
  await watched.close();
});

test("the keyboard's place in the table is kept while the fleet lives", { timeout: 120_000 }, async () => {
  const station = await ScriptedStation.online(gateway.stationUrl, "A-FIRST");
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn("/stations");
  await page.getByText("Live", { exact: true }).first().waitFor({ timeout: 40_000 }); // 10,000 stations are read
  const link = page.getByRole("link", { name: "A-FIRST" });
  await link.focus();
  await station.status(1, "Charging");
  await page.getByRole("row").filter({ hasText: "A-FIRST" }).getByText("Charging").waitFor();
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("A-FIRST");
  await page.keyboard.press("j");
  await page.keyboard.press("j");
  for (let step = 0; step < 60; step += 1) await page.keyboard.press("j"); // far beyond what was in view
  await until("the row of the keyboard is in view", async () => (await inView(page)).includes("L-000060"));
  expect((await inView(page)).every((name) => name !== "")).toBe(true);
  watched.expectCalm();
  await station.close();
  await watched.close();
});
