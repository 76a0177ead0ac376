import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

const FLEET = 12;

let gateway: GatewayProcess;
let browser: Browser;
let fleet: ScriptedStation[];

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  fleet = await bring();
});

afterAll(async () => {
  await browser.close();
  await Promise.all(fleet.map((station) => station.close()));
  await gateway.remove();
});

function bring(): Promise<ScriptedStation[]> {
  const names = Array.from({ length: FLEET }, (_one, at) => `OV-${at + 1}`);
  return Promise.all(names.map((name) => ScriptedStation.online(gateway.stationUrl, name, 2)));
}

function cells(watched: WatchedPage, station: string) {
  return watched.page.getByRole("link", { name: new RegExp(`^${station}: `) });
}

test("a status is on the screen within a second, without a reload, and nothing jumps or fails", async () => {
  const watched = await WatchedPage.open(browser, gateway);
  await watched.signIn();
  await watched.live();
  await watched.page.reload(); // signed in already: a load of the overview and of nothing else
  await watched.live();
  await watched.page.getByRole("link", { name: "OV-1: Available, Available" }).waitFor();
  expect(await watched.layoutShift()).toBeLessThan(0.1);
  const loads = watched.loads;
  const took: number[] = [];
  for (const [at, station] of fleet.entries()) {
    const name = `${station.identity}: ${at % 2 ? "Available, Faulted" : "Preparing, Available"}`;
    const seen = watched.page.getByRole("link", { name, exact: true }).waitFor();
    const told = performance.now();
    if (at % 2) await station.status(2, "Faulted", { errorCode: "GroundFailure" });
    else await station.status(1, "Preparing");
    await seen;
    took.push(performance.now() - told);
  }
  process.stdout.write(`status to screen: ${took.map((ms) => Math.round(ms)).join(", ")} ms\n`);
  expect(Math.max(...took)).toBeLessThan(1000);
  expect(watched.loads).toBe(loads);
  expect(await watched.layoutShift()).toBeLessThan(0.1);
  watched.expectCalm();
  await watched.close();
});

test("a break of the feed is said, heals without a reload, and nothing is missed", async () => {
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn();
  await watched.live();
  await cells(watched, "OV-1").waitFor();
  const from = gateway.rows<{ at: number }>("SELECT max(position) AS at FROM events")[0]?.at ?? 0;
  const loads = watched.loads;
  await fleet[0]?.status(1, "Charging"); // before the break
  await cells(watched, "OV-1")
    .and(page.getByRole("link", { name: /Charging/ }))
    .waitFor();
  watched.mayFail = true;
  await gateway.kill();
  await page.getByText("Not live.").waitFor();
  await page.getByText(/^Stale/).waitFor();
  await gateway.start();
  fleet = await bring(); // they boot and report again while the page is still away, or has just come back
  await Promise.all(fleet.map((station) => station.status(1, "SuspendedEV")));
  await watched.live(true);
  expect(await page.getByText("Not live.").count()).toBe(0);
  await fleet[1]?.status(2, "Faulted", { errorCode: "OtherError", info: "after the break" });
  await cells(watched, "OV-2")
    .and(page.getByRole("link", { name: /Faulted/ }))
    .waitFor();

  const stored = gateway.rows<{ id: string }>(
    "SELECT id FROM events WHERE position > ? AND type = 'connector.status_changed' ORDER BY position",
    from,
  );
  const told = await until("all events are told", () => {
    const ids = eventsOf(watched.frames, "connector.status_changed");
    return ids.length >= stored.length && ids;
  });
  expect(new Set(told)).toEqual(new Set(stored.map(({ id }) => dashed(id))));
  expect(told.length).toBe(stored.length); // and none twice

  for (const [station, states] of connectorStates(gateway)) {
    await page.getByRole("link", { name: `${station}: ${states.join(", ")}`, exact: true }).waitFor();
  }
  expect(watched.loads).toBe(loads);
  watched.expectCalm();
  await watched.close();
});

/** The ids of all events of a type in the frames of the feed, one for each time it was told. */
function eventsOf(frames: string[], type: string): string[] {
  return frames.flatMap((text) => {
    const message = JSON.parse(text) as { type: string; id?: string };
    return message.type.endsWith(type) && message.id ? [message.id] : [];
  });
}

function dashed(id: string): string {
  const hex = id.replaceAll("-", "");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const WORDS: Record<string, string> = { SuspendedEV: "Paused by car", Unavailable: "Out of service" };

/** What the database says of every connector, in the words of the page. */
function connectorStates(of: GatewayProcess): Map<string, string[]> {
  const rows = of.rows<{ station: string; status: string }>(
    `SELECT s.ocpp_id AS station, c.status AS status FROM connectors c JOIN stations s ON s.id = c.station_id
     WHERE c.connector_number > 0 ORDER BY s.ocpp_id, c.connector_number`,
  );
  const states = new Map<string, string[]>();
  for (const { station, status } of rows) {
    states.set(station, [...(states.get(station) ?? []), WORDS[status] ?? status]);
  }
  return states;
}
