import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { FleetProcess } from "./fleet-process.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { until } from "./waiting.ts";

const STATIONS = 50;
/** Messages of the feed that a page lives through: charges begin and end meanwhile, and states change. */
const LIVED = 300;
/** A figure at the right that gets a digit more begins some pixels further left; 0.1 is what people call jumping. */
const A_DIGIT = 0.001;

let gateway: GatewayProcess;
let browser: Browser;
let fleet: FleetProcess;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
});

afterAll(async () => {
  await fleet.end();
  await browser.close();
  await gateway.remove();
});

for (const [name, viewport] of Object.entries({
  desk: { width: 1440, height: 900 },
  phone: { width: 390, height: 844 },
})) {
  test(`the overview of a living fleet (${name}): nothing jumps, nothing fails, no word on the console`, {
    timeout: 120_000,
  }, async () => {
    const watched = await WatchedPage.open(browser, gateway, { viewport });
    const { page } = watched;
    fleet ??= FleetProcess.start(gateway, STATIONS);
    await until(
      "the fleet is there",
      async () => (await gateway.get<{ total: number }>("/stations/facets")).total === STATIONS,
      60_000,
    );
    await watched.signIn();
    await page.getByText("Live", { exact: true }).first().waitFor({ timeout: 20_000 }); // the whole fleet is connecting
    await page
      .getByRole("link", { name: /^DEMO-/ })
      .first()
      .waitFor();
    await page.waitForLoadState("networkidle");
    await watched.jumps();
    const before = watched.frames.length;
    await until("the fleet lives", () => watched.frames.length - before > LIVED, 90_000);
    const jumps = await watched.jumps();
    const sum = jumps.reduce((total, jump) => total + jump.value, 0);
    expect(sum, jumps.map(({ text }) => text).join("\n")).toBeLessThan(A_DIGIT);
    watched.expectCalm();
    await watched.close();
  });
}
