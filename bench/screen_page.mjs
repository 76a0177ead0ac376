// A real page of the dashboard that writes down when the state of a probe is on the screen.
//
// Environment: GATEWAY_URL, GATEWAY_EMAIL, GATEWAY_PASSWORD, GATEWAY_BROWSER, PROBES. It prints a line when it is ready,
// and on the first line of standard input what it has seen: [station, state, ms since 1970 after the paint].

import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const { chromium } = createRequire(new URL("../dashboard/package.json", import.meta.url))("playwright-core");
const { GATEWAY_URL, GATEWAY_EMAIL, GATEWAY_PASSWORD, GATEWAY_BROWSER, PROBES } = process.env;
const say = (what) => process.stdout.write(`${JSON.stringify(what)}\n`);

// As root Chromium starts only without its sandbox; a small /dev/shm, as containers have it, is not used.
const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
const browser = await chromium.launch({ executablePath: GATEWAY_BROWSER, args });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, baseURL: GATEWAY_URL });
page.setDefaultTimeout(120_000);
await page.goto("/stations?q=PROBE-");
await page.getByLabel("E-mail").fill(GATEWAY_EMAIL);
await page.getByLabel("Password").fill(GATEWAY_PASSWORD);
await page.getByRole("button", { name: "Sign in", exact: true }).click();
await page.getByText("Live", { exact: true }).first().waitFor();
await page.waitForFunction(
  (probes) => document.querySelectorAll("tbody [data-state='Available'][title]").length >= probes,
  Number(PROBES),
);
await page.evaluate(() => {
  const last = new Map();
  const seen = [];
  const states = () => {
    const fresh = [];
    for (const row of document.querySelectorAll("tbody tr")) {
      const station = row.querySelector("a")?.textContent;
      const state = row.querySelector("[data-state][title]")?.dataset.state;
      if (!station || !state || last.get(station) === state) continue;
      last.set(station, state);
      fresh.push([station, state]);
    }
    return fresh;
  };
  states();
  new MutationObserver(() => {
    const fresh = states();
    if (fresh.length === 0) return;
    // A message that is posted in an animation frame is delivered after that frame was painted.
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const now = Date.now();
        for (const [station, state] of fresh) seen.push([station, state, now]);
      };
      port2.postMessage(null);
    });
  }).observe(document.querySelector("tbody"), { attributes: true, childList: true, subtree: true });
  globalThis.seenOnScreen = seen;
});
say({ ready: true });
for await (const _line of createInterface({ input: process.stdin })) break;
say({ seen: await page.evaluate(() => globalThis.seenOnScreen) });
await browser.close();
