import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { BOOT, ScriptedStation, stationSocket } from "./scripted-station.ts";
import { until } from "./waiting.ts";

/** A person stands beside the station and looks at the page. */
const AT_ONCE_MS = 1_000;
/** Other programs may disturb one of them: each has so much time, and most of them have the second. */
const NOISE = 3;
const PASSWORD = "0123456789abcdef01";

let browser: Browser;
/** As it is by default: strangers may knock. */
let gateway: GatewayProcess;
let closed: GatewayProcess;
const took: Record<string, number> = {};

beforeAll(async () => {
  [browser, gateway, closed] = await Promise.all([
    openBrowser(),
    GatewayProcess.start({ REGISTRATION: "pending" }),
    GatewayProcess.start({ REGISTRATION: "closed" }),
  ]);
  await gateway.post("/stations", { ocpp_id: "CP-1", password: PASSWORD });
});

afterAll(async () => {
  process.stdout.write(
    `reason to screen: ${Object.entries(took)
      .map(([what, ms]) => `${what} ${Math.round(ms)} ms`)
      .join(", ")}\n`,
  );
  await browser.close();
  await Promise.all([gateway.remove(), closed.remove()]);
});

async function onboarding(of = gateway): Promise<WatchedPage> {
  const watched = await WatchedPage.open(browser, of);
  await watched.signIn("/onboarding");
  await watched.live();
  await watched.page.waitForLoadState("networkidle"); // it listens for refused handshakes too
  return watched;
}

type Attempt = { path?: string; protocols?: string[]; credentials?: string };

/** Try to come in and be refused; returns when the client has learnt it. */
async function refused(url: string, { path = "/CP-1", protocols = ["ocpp1.6"], credentials }: Attempt) {
  const socket = stationSocket(`${url}${path}`, { protocols, credentials });
  await new Promise<void>((resolve, reject) => {
    socket.onerror = () => resolve();
    socket.onopen = () => reject(new Error("the station was let in"));
  });
}

type Expected = { reason: string; mend: RegExp; station?: string; detail?: string };

/** The reason and what mends it are to be read within a second from the moment at which the station tries. */
async function shows(watched: WatchedPage, url: string, attempt: Attempt, expected: Expected) {
  const row = watched.page
    .getByRole("row")
    .filter({ hasText: expected.reason })
    .filter({ hasText: expected.station ?? "" });
  expect(await row.count()).toBe(0);
  const began = performance.now();
  const ended = refused(url, attempt); // wrong credentials get their answer late: an attacker learns nothing from its time
  await row.waitFor();
  took[expected.reason] = performance.now() - began;
  await ended;
  expect(took[expected.reason], expected.reason).toBeLessThan(AT_ONCE_MS * NOISE);
  await row.getByText(expected.mend).waitFor();
  if (expected.detail) await row.getByText(expected.detail).waitFor();
}

test("wrong path, subprotocol and password are on the page within a second, with what mends them", async () => {
  const watched = await onboarding();
  const url = gateway.stationUrl;
  await shows(
    watched,
    url,
    { path: "/steve/CP-1" },
    { reason: "Wrong path", mend: /Type in the URL above, with its identity at the end/ },
  );
  await shows(
    watched,
    url,
    { protocols: ["ocpp2.0.1"], credentials: `CP-1:${PASSWORD}` },
    {
      reason: "No common subprotocol",
      mend: /Set its protocol to OCPP 1\.6 JSON/,
      station: "CP-1",
      detail: "offered: ocpp2.0.1",
    },
  );
  await shows(
    watched,
    url,
    { credentials: `CP-1:${PASSWORD}\n` },
    { reason: "Wrong password", mend: /pasted ones often end with a line feed/, station: "CP-1" },
  );
  await shows(
    watched,
    url,
    {},
    { reason: "No password sent", mend: /Type the password in by hand/, station: "CP-1" },
  );
  watched.expectCalm();
  await watched.close();
});

test("a closed gateway says of an unknown station that it is unknown", async () => {
  const watched = await onboarding(closed);
  await shows(
    watched,
    closed.stationUrl,
    { path: "/CP-NEW" },
    { reason: "Unknown station", mend: /Add it by hand above/, station: "CP-NEW" },
  );
  watched.expectCalm();
  await watched.close();
});

test("a missing subprotocol is tolerated, and said where the station is watched", async () => {
  const watched = await onboarding();
  const { page } = watched;
  await page.getByLabel("Identity").fill("CP-1");
  await page.getByText("watching").waitFor();
  const began = performance.now();
  const socket = stationSocket(`${gateway.stationUrl}/CP-1`, {
    protocols: [],
    credentials: `CP-1:${PASSWORD}`,
  });
  await page.getByText("It names no subprotocol: taken for OCPP 1.6.").waitFor();
  took["no subprotocol"] = performance.now() - began;
  expect(took["no subprotocol"]).toBeLessThan(AT_ONCE_MS * NOISE);
  socket.close();
  watched.expectCalm();
  await watched.close();
});

test("a stranger knocks, is approved with the password that it shows, and charges", async () => {
  const watched = await onboarding();
  const { page } = watched;
  const station = new ScriptedStation(gateway.stationUrl, "CP-KNOCKS");
  await station.open("a password of its own");
  const began = performance.now();
  const [answer] = await Promise.all([
    station.call("BootNotification", BOOT),
    page.getByRole("button", { name: "Approve CP-KNOCKS" }).waitFor(),
  ]);
  took["a stranger"] = performance.now() - began;
  expect(answer.status).toBe("Pending");
  expect(took["a stranger"]).toBeLessThan(AT_ONCE_MS * NOISE);
  await page.getByText("shows a password").waitFor();
  await page.getByRole("button", { name: "Approve CP-KNOCKS" }).click();
  await page.getByText("Nobody waits").waitFor();
  await charges(station, watched);
  await station.close();
  // What it has shown is its password from now on.
  await refused(gateway.stationUrl, { path: "/CP-KNOCKS", credentials: "CP-KNOCKS:another password" });
  await station.open("a password of its own");
  expect((await station.call("BootNotification", BOOT)).status).toBe("Accepted");
  watched.expectCalm();
  await station.close();
  await watched.close();
});

test("a stranger without a password gets one that is shown once, comes back with it, and charges", async () => {
  const watched = await onboarding();
  const { page } = watched;
  const station = new ScriptedStation(gateway.stationUrl, "CP-BARE");
  await station.open();
  await station.call("BootNotification", BOOT);
  await page.getByRole("button", { name: "Approve CP-BARE" }).click();
  await page.getByText("shown once").waitFor();
  const { password } = await shownCredentials(watched);
  await station.close();
  const back = new ScriptedStation(gateway.stationUrl, "CP-BARE");
  await back.open(password);
  await charges(back, watched);
  watched.expectCalm();
  await back.close();
  await watched.close();
});

/** What the page says is to be typed into the station. */
async function shownCredentials({ page }: WatchedPage): Promise<{ url: string; password: string }> {
  const fields = await page.locator("code").allTextContents();
  const [url = "", , password = ""] = fields;
  return { url, password };
}

/** Boot, start, and the page of the station says so. */
async function charges(station: ScriptedStation, { page }: WatchedPage): Promise<void> {
  expect((await station.call("BootNotification", BOOT)).status).toBe("Accepted");
  await station.status(0, "Available");
  await station.status(1, "Preparing");
  await page.getByRole("link", { name: "Open the station" }).click();
  const tile = page.getByRole("article", { name: "Connector 1" });
  await tile.getByText("Preparing").waitFor();
  const timestamp = new Date().toISOString();
  const started = await station.call("StartTransaction", {
    connectorId: 1,
    idTag: "04A1B2C3",
    meterStart: 1000,
    timestamp,
  });
  expect(started.idTagInfo).toEqual({ status: "Accepted" });
  await station.status(1, "Charging");
  await tile.getByText(`Transaction ${started.transactionId}`).waitFor();
  await tile.getByText("Charging", { exact: true }).waitFor();
}

test("a storm of refused handshakes costs the page no more than four questions a second", async () => {
  const watched = await onboarding();
  const { page } = watched;
  const asked: number[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/refused-handshakes")) asked.push(performance.now());
  });
  const began = performance.now();
  let storm = 0;
  while (performance.now() - began < 3_000) {
    const names = Array.from({ length: 10 }, (_one, at) => `/STORM-${storm + at}`);
    await Promise.all(names.map((path) => refused(gateway.stationUrl, { path, protocols: ["ocpp2.0.1"] })));
    storm += names.length;
  }
  const seconds = (performance.now() - began) / 1000;
  const asks = asked.length;
  // It is told of what comes behind the storm, as soon as the queue has room again: in a storm some are only counted.
  await until("the page shows who knocks after the storm", async () => {
    await refused(gateway.stationUrl, { path: "/CALM", protocols: ["ocpp2.0.1"] });
    return (await page.getByRole("row").filter({ hasText: "CALM" }).count()) > 0;
  });
  process.stdout.write(`storm: ${storm} refusals in ${seconds.toFixed(1)} s, ${asks} questions\n`);
  expect(asks).toBeLessThanOrEqual(4 * seconds + 2);
  watched.expectCalm();
  await watched.close();
});

test("most reasons are on the page within the second", () => {
  const ordered = Object.values(took).sort((a, b) => a - b);
  expect(ordered.length).toBe(7);
  expect(ordered[Math.floor(ordered.length / 2)]).toBeLessThan(AT_ONCE_MS);
});
