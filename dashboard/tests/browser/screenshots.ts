/** Pictures of every page, for people: `./gateway screenshots`. Beside the drawings of the design one sees what is wrong. */

import { spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess, PYTHON, SOURCE } from "./gateway-process.ts";
import { pageAddresses } from "./pages.ts";
import { until } from "./waiting.ts";

const WIDTHS = { 390: 844, 768: 1024, 1440: 900 };
const FOLDER = process.env.GATEWAY_SCREENSHOTS ?? "screenshots";
const STATIONS = 50;
/** Their curves hold what was measured since the page was opened: they need a while. */
const CURVES = /^\/$|tab=live$/;

test("pictures of every page at three widths in both themes", { timeout: 600_000 }, async () => {
  await rm(FOLDER, { recursive: true, force: true });
  await mkdir(FOLDER, { recursive: true });
  const [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  const fleet = await simulate(gateway);
  const transaction = await until("the fleet charges", () => running(gateway), 180_000);
  const { station } = transaction;
  const parts = { station, transaction: transaction.id, id: transaction.id, tag: transaction.id_tag };
  for (const theme of ["light", "dark"] as const) {
    const watched = await WatchedPage.open(browser, gateway, { colorScheme: theme });
    const { page } = watched;
    const take = async (name: string) => {
      for (const [width, height] of Object.entries(WIDTHS)) {
        await page.setViewportSize({ width: Number(width), height });
        await page.evaluate(
          () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
        );
        await page.screenshot({ path: join(FOLDER, `${name}-${width}-${theme}.png`) });
      }
    };
    await page.goto("/");
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    await take("sign-in");
    await watched.signIn();
    for (const address of pageAddresses(parts)) {
      await page.goto(address);
      await watched.live();
      await page.waitForLoadState("networkidle");
      if (CURVES.test(address)) {
        await until("the curve has begun", () => page.evaluate(() => performance.now() > 15_000));
      }
      await take(nameOf(address, station));
    }
    await watched.close();
  }
  fleet.kill("SIGTERM");
  await browser.close();
  await gateway.remove();
});

function nameOf(address: string, station: string): string {
  const words = address.replace(encodeURIComponent(station), "one").split(/[^\w-]+/);
  return words.filter(Boolean).join("-") || "overview";
}

async function simulate(gateway: GatewayProcess) {
  const permissions = { scopes: ["stations:read", "stations:write"], stations: { all: true } };
  const { key } = await gateway.post("/api-keys", { name: "sites", permissions });
  const options = [
    "--stations",
    String(STATIONS),
    "--prefix",
    "DEMO",
    "--speed",
    "10",
    "--charging",
    "0.5",
    "--quiet",
    "--sites",
    gateway.httpUrl,
    "--key",
    "-",
  ];
  const fleet = spawn(PYTHON, ["-m", "ocpp_gateway", "simulate", "--url", gateway.stationUrl, ...options], {
    env: { ...process.env, PYTHONPATH: SOURCE },
    stdio: ["pipe", "ignore", "ignore"],
  });
  fleet.stdin.end(`${key}\n`);
  return fleet;
}

type Running = { id: string; id_tag: string; station: string };

/** A charge that has been measured for a while, once enough of the fleet charges. */
async function running(gateway: GatewayProcess): Promise<Running | null> {
  const { items } = await gateway.get<{ items: Running[] }>("/transactions?status=active&limit=50");
  return items.length >= STATIONS / 5 ? (items[0] ?? null) : null;
}
