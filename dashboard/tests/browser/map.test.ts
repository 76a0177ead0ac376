import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

/** Two that part when one comes near, two in one yard, one far away, one nowhere. */
const PLACES: Record<string, [latitude: number, longitude: number, group: string] | null> = {
  "MAP-A1": [51.05, 13.74, "Dresden"],
  "MAP-A2": [51.0, 13.4, "Freiberg"],
  "MAP-B1": [48.1372, 11.5755, "Yard"],
  "MAP-B2": [48.1373, 11.5756, "Yard"],
  "MAP-C": [40.4, -3.7, "Madrid"],
  "MAP-NOWHERE": null,
};

let gateway: GatewayProcess;
let browser: Browser;
let fleet: Map<string, ScriptedStation>;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  const stations = await Promise.all(
    Object.keys(PLACES).map((name) => ScriptedStation.online(gateway.stationUrl, name, 1)),
  );
  fleet = new Map(stations.map((station) => [station.identity, station]));
  for (const [name, place] of Object.entries(PLACES)) {
    if (!place) continue;
    const [latitude, longitude, group] = place;
    await gateway.patch(`/stations/${name}`, { group, location: { latitude, longitude } });
  }
});

afterAll(async () => {
  await browser.close();
  await Promise.all([...fleet.values()].map((station) => station.close()));
  await gateway.remove();
});

async function open(address = "/map", options = {}): Promise<WatchedPage> {
  const watched = await WatchedPage.open(browser, gateway, options);
  await watched.signIn(address);
  await watched.live();
  return watched;
}

async function axeFinds({ page }: WatchedPage): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`));
}

function mark({ page }: WatchedPage, name: string | RegExp) {
  return page.getByRole("button", { name, exact: typeof name === "string" });
}

test("a cluster opens by the keyboard alone, down to a station with its connectors and its page", async () => {
  const watched = await open();
  const { page } = watched;
  await mark(watched, "2 stations: 2 Available").first().waitFor();
  await until("both are shown", async () => (await mark(watched, "2 stations: 2 Available").count()) === 2);
  await mark(watched, "MAP-C: 1 Available").waitFor();
  // The northern one comes first: it parts.
  await mark(watched, "2 stations: 2 Available").first().press("Enter");
  await mark(watched, "MAP-A1: 1 Available").waitFor();
  await mark(watched, "MAP-A2: 1 Available").waitFor();
  expect(page.url()).toContain("at=");
  await mark(watched, "MAP-A1: 1 Available").press("Enter");
  const popup = page.getByRole("dialog", { name: /^MAP-A1/ });
  await popup.getByText("Dresden").waitFor();
  await popup.getByText("Online").waitFor();
  await popup.getByText("Available").waitFor();
  expect(await axeFinds(watched)).toEqual([]);
  await page.keyboard.press("Escape");
  await popup.waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))).toBe(
    "MAP-A1: 1 Available",
  );
  await page.keyboard.press("Enter");
  await popup.getByRole("link", { name: "Open station" }).click();
  await page.getByRole("article", { name: "Connector 1" }).waitFor();
  watched.expectCalm();
  await watched.close();
});

test("a status colours its mark anew without a reload, within two seconds", async () => {
  const watched = await open();
  const loads = watched.loads;
  await mark(watched, "MAP-C: 1 Available").waitFor();
  const told = performance.now();
  await fleet.get("MAP-C")?.status(1, "Faulted", { errorCode: "GroundFailure" });
  await mark(watched, "MAP-C: 1 Faulted").waitFor();
  process.stdout.write(`status to mark: ${Math.round(performance.now() - told)} ms\n`);
  expect(await mark(watched, "MAP-C: 1 Faulted").locator("[data-state='Faulted']").count()).toBeGreaterThan(
    0,
  );
  await fleet.get("MAP-C")?.status(1, "Available");
  await mark(watched, "MAP-C: 1 Available").waitFor();
  expect(watched.loads).toBe(loads);
  watched.expectCalm();
  await watched.close();
});

test("what stands in one yard is a list, and filters stand in the address", async () => {
  const watched = await open("/map?group=Yard");
  const { page } = watched;
  await mark(watched, "2 stations: 2 Available").click();
  const popup = page.getByRole("dialog", { name: /^2 stations/ });
  await popup.getByRole("link", { name: /^MAP-B1/ }).waitFor();
  await popup.getByRole("link", { name: /^MAP-B2/ }).waitFor();
  expect(await mark(watched, "MAP-C: 1 Available").count()).toBe(0);
  await popup.getByRole("button", { name: "Close" }).click();
  await page.getByLabel("Site").selectOption("");
  await page.getByLabel("Connector state").selectOption("Charging");
  await page.getByText("No station fits").waitFor();
  expect(new URL(page.url()).searchParams.get("status")).toBe("Charging");
  expect(await axeFinds(watched)).toEqual([]);
  await page.getByRole("button", { name: "Remove the filters" }).click();
  await page.getByRole("button", { name: "Show all" }).click();
  await mark(watched, "MAP-C: 1 Available").waitFor();
  watched.expectCalm();
  await watched.close();
});

test("a station without a place is listed, gets one by a click on a map, and is on the map", async () => {
  const watched = await open("/map?list=unplaced", { colorScheme: "dark" });
  const { page } = watched;
  await page
    .getByRole("complementary", { name: "Stations" })
    .getByRole("link", { name: "MAP-NOWHERE", exact: true })
    .click();
  await page.getByRole("button", { name: "Set place" }).click();
  const dialog = page.getByRole("dialog", { name: "Place of MAP-NOWHERE" });
  await dialog.getByLabel("Latitude").fill("91");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.getByText("A number from -90 to 90").waitFor();
  const map = dialog.getByRole("region", { name: "Where MAP-NOWHERE stands" });
  await map.click({ position: { x: 300, y: 60 } });
  await until("the click has set both numbers", async () => {
    const typed = await dialog.getByLabel("Longitude").inputValue();
    return typed !== "" && Math.abs(Number(await dialog.getByLabel("Latitude").inputValue())) < 90;
  });
  expect(await axeFinds(watched)).toEqual([]);
  await dialog.getByLabel("Latitude").fill("59,33");
  await dialog.getByLabel("Longitude").fill("18.07");
  await dialog.getByLabel("Address").fill("Gate 4");
  await dialog.getByRole("button", { name: "Save" }).click();
  await page.getByRole("button", { name: "Edit place" }).waitFor();
  await page.getByText("Gate 4").first().waitFor();
  const { location } = await gateway.get("/stations/MAP-NOWHERE");
  expect(location).toEqual({ latitude: 59.33, longitude: 18.07, address: "Gate 4" });
  await page.keyboard.press("g");
  await page.keyboard.press("m");
  await mark(watched, "MAP-NOWHERE: 1 Available").waitFor();
  watched.expectCalm();
  await watched.close();
});

test("a server of tiles is asked for pictures and shown with whose they are; the policy lets nothing else through", async () => {
  const url = "https://tiles.example.org/{z}/{x}/{y}.png";
  const own = await GatewayProcess.start({
    MAP_TILES_URL: url,
    MAP_TILES_ATTRIBUTION: "Made by nobody https://example.org/terms",
  });
  const watched = await WatchedPage.open(browser, own);
  const { page } = watched;
  const asked: string[] = [];
  const pixel = Buffer.from(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "base64",
  );
  await page.route("https://tiles.example.org/**", async (route) => {
    asked.push(route.request().url());
    await route.fulfill({ contentType: "image/png", body: pixel });
  });
  await watched.signIn("/map");
  await page.getByText("Made by nobody").waitFor();
  expect(await page.getByRole("link", { name: "example.org/terms" }).getAttribute("href")).toBe(
    "https://example.org/terms",
  );
  await until("tiles are asked for", () => asked.length > 0);
  await page.getByText("No station has a place yet").waitFor();
  watched.expectCalm();
  await page.evaluate(() => {
    new Image().src = "https://elsewhere.example.org/1.png";
  });
  await until("another server is refused", () =>
    watched.mishaps.some((one) => one.kind === "content policy"),
  );
  await watched.close();
  await own.remove();
});
