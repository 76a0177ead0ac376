import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

const FLEET = 6;
const WALL = { viewport: { width: 1920, height: 1080 }, colorScheme: "dark" as const };

/** The gateway is killed and started, and the page waits longer and longer before it tries again. */
const LONG = { timeout: 120_000 };

let gateway: GatewayProcess;
let browser: Browser;
let fleet: ScriptedStation[];

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  fleet = await bring();
  for (const { identity } of fleet.slice(0, 3)) {
    await gateway.patch(`/stations/${identity}`, { group: "Yard" });
  }
});

afterAll(async () => {
  await browser.close();
  await Promise.all(fleet.map((station) => station.close()));
  await gateway.remove();
});

function bring(): Promise<ScriptedStation[]> {
  const names = Array.from({ length: FLEET }, (_one, at) => `WA-${at + 1}`);
  return Promise.all(names.map((name) => ScriptedStation.online(gateway.stationUrl, name, 2)));
}

test("the wall is entered from the account, shows a fault within a second, and is left by Escape", async () => {
  const watched = await WatchedPage.open(browser, gateway, WALL);
  const { page } = watched;
  await watched.signIn();
  await watched.live();
  await page.getByTitle("Account and display").click();
  await page.getByRole("link", { name: "Wall mode" }).click();
  await page.getByText("Nothing needs attention").waitFor();
  expect(new URL(page.url()).pathname).toBe("/wall");
  expect(await page.getByRole("navigation").count()).toBe(0);
  const strip = page.getByRole("img", { name: /^Connectors by state/ }).first();
  expect((await strip.boundingBox())?.height).toBe(8);
  const cells = page.getByRole("link", { name: "WA-1: Available, Available" });
  expect((await cells.locator(".cell").first().boundingBox())?.width).toBe(34);
  await watched.live();
  const told = performance.now();
  await fleet[0]?.status(2, "Faulted", { errorCode: "GroundFailure" });
  await page.getByRole("link", { name: "WA-1: Available, Faulted" }).waitFor();
  const took = performance.now() - told;
  process.stdout.write(`fault to wall: ${Math.round(took)} ms\n`);
  expect(took).toBeLessThan(1000);
  await page
    .getByText(/WA-1 · 2/)
    .first()
    .waitFor(); // among what needs attention
  // Nobody scrolls a wall.
  expect(await page.evaluate(() => document.documentElement.scrollHeight - innerHeight)).toBeLessThanOrEqual(
    0,
  );
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  await page.keyboard.press("Escape");
  await page.getByRole("navigation", { name: "Main" }).first().waitFor();
  expect(new URL(page.url()).pathname).toBe("/");
  await page.keyboard.press("g");
  await page.keyboard.press("w");
  await page.getByRole("button", { name: "Leave wall mode" }).waitFor();
  watched.expectCalm();
  await watched.close();
});

test(
  "a wall that loses the gateway says since when, and goes on by itself with a new token",
  LONG,
  async () => {
    const watched = await WatchedPage.open(browser, gateway, WALL);
    const { page } = watched;
    await watched.signIn("/wall");
    await watched.live();
    await page.getByRole("link", { name: /^WA-2: / }).waitFor();
    const loads = watched.loads;
    watched.mayFail = true;
    await gateway.kill();
    await page.getByText("Not live.").waitFor();
    await page.locator("[data-stale='true']").waitFor();
    await gateway.start();
    fleet = await bring();
    await watched.live(true);
    await fleet[1]?.status(1, "Charging");
    await page.getByRole("link", { name: "WA-2: Charging, Available" }).waitFor();
    watched.mayFail = false;
    // Days later: the token that the page holds is refused; it fetches another one and says nothing.
    const refreshed = page.waitForResponse((response) => response.url().endsWith("/auth/refresh"));
    let refused = 0;
    await page.route("**/api/v1/overview?*", async (route) => {
      refused += 1;
      if (refused === 1) await route.fulfill({ status: 401, json: { title: "expired" } });
      else await route.continue();
    });
    expect((await refreshed).status()).toBe(200);
    await until("the figures are asked for again", () => refused > 1);
    // A connection that the browser kept from before the kill may turn out dead as late as now.
    const expected = /401|net::ERR_SOCKET_NOT_CONNECTED/;
    expect(watched.mishaps.filter((one) => !expected.test(one.text))).toEqual([]);
    expect(watched.loads).toBe(loads);
    await watched.close();
  },
);

test("above 400 connectors a site is one bar", async () => {
  const own = await GatewayProcess.start();
  const many = await Promise.all(
    Array.from({ length: 21 }, (_one, at) => ScriptedStation.online(own.stationUrl, `WB-${at + 1}`, 20)),
  );
  await own.patch("/stations/WB-1", { group: "Yard" });
  const watched = await WatchedPage.open(browser, own, WALL);
  await watched.signIn("/wall");
  await watched.live();
  await watched.page.getByRole("img", { name: "20 of 20 free" }).waitFor();
  await watched.page.getByRole("img", { name: "400 of 400 free" }).waitFor();
  expect(await watched.page.locator(".cell").count()).toBe(0);
  watched.expectCalm();
  await watched.close();
  await Promise.all(many.map((station) => station.close()));
  await own.remove();
});
