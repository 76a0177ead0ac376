import type { Browser } from "playwright-core";
import encodeQR from "qr";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectAccessible } from "./accessible.ts";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

const PHONE = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true };
const CARD = "04A1B2C3D4E5F6";

let gateway: GatewayProcess;
let browser: Browser;
let watched: WatchedPage;
let station: ScriptedStation;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  station = await ScriptedStation.online(gateway.stationUrl, "PHONE-1", 2);
  watched = await WatchedPage.open(browser, gateway, PHONE);
  await watched.signIn();
});

afterAll(async () => {
  await station.close();
  await browser.close();
  await gateway.remove();
});

function sheet() {
  return watched.page.getByRole("dialog", { name: "Start or stop" });
}

async function started(connectorId: number): Promise<number> {
  expect(await station.asked("RemoteStartTransaction")).toEqual({ connectorId, idTag: CARD });
  station.answer({ status: "Accepted" });
  await station.status(connectorId, "Preparing");
  const timestamp = new Date().toISOString();
  const answer = await station.call("StartTransaction", {
    connectorId,
    idTag: CARD,
    meterStart: 0,
    timestamp,
  });
  await station.status(connectorId, "Charging");
  return Number(answer.transactionId);
}

async function stopped(connectorId: number, transactionId: number): Promise<void> {
  expect(await station.asked("RemoteStopTransaction")).toEqual({ transactionId });
  station.answer({ status: "Accepted" });
  const timestamp = new Date().toISOString();
  await station.call("StopTransaction", { transactionId, meterStop: 4200, timestamp });
  await station.status(connectorId, "Available");
}

test("a charge is started and stopped in two taps each, once the card is known", async () => {
  const { page } = watched;
  await page.goto("/stations/PHONE-1");
  await watched.live();
  await page.getByRole("button", { name: "Start charge" }).tap();
  const first = sheet().getByRole("button", { name: "Start, connector 1" });
  expect(await first.isDisabled()).toBe(true); // nobody knows the card yet
  await sheet().getByLabel("Tag").fill(CARD);
  await first.tap();
  const transaction = await started(1);
  // The second of the evening: two taps, no typing.
  await page.getByRole("article", { name: "Connector 1" }).getByText("Charging", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Start charge" }).tap();
  await sheet().getByText("PHONE-1, with the card 04A1…F6").waitFor();
  await expectAccessible(page, "the sheet");
  await sheet().getByRole("button", { name: "Start, connector 2" }).tap();
  const other = await started(2);
  await page.getByRole("article", { name: "Connector 2" }).getByText("Charging", { exact: true }).waitFor();
  // Two charges run: the bar names none of them, the sheet has a button for each.
  await page.getByRole("button", { name: "Stop", exact: true }).last().tap();
  await sheet().getByRole("button", { name: "Stop, connector 1" }).tap();
  await stopped(1, transaction);
  await page.getByRole("button", { name: "Stop 2" }).tap();
  await sheet().getByRole("button", { name: "Stop, connector 2" }).tap();
  await stopped(2, other);
  await page.getByRole("article", { name: "Connector 2" }).getByText("Available").waitFor();
  watched.expectCalm();
});

test("where a station is offline the bar says why nothing can be done", async () => {
  const { page } = watched;
  const away = await ScriptedStation.online(gateway.stationUrl, "PHONE-AWAY");
  await away.close();
  await page.goto("/stations/PHONE-AWAY");
  await page.getByText("While the station is offline nothing can be started or stopped.").waitFor();
  expect(await page.getByRole("button", { name: "Start charge" }).isDisabled()).toBe(true);
  watched.expectCalm();
});

test("the bar leads to the scanner, where typing does what the camera would", async () => {
  const { page } = watched;
  await page.goto("/");
  await page.getByRole("link", { name: "Scan a station" }).tap();
  await page
    .getByText("There is no camera")
    .or(page.getByText("The camera is not allowed"))
    .first()
    .waitFor();
  const field = page.getByLabel("Or type what it is called");
  const open = page.getByRole("button", { name: "Open the station" });
  await field.fill("https://pay.example.org/evse/7");
  await open.tap();
  await page.getByText("This names no station: https://pay.example.org/evse/7").waitFor();
  watched.expectCalm();
  await field.fill("wss://gateway.example.org/ocpp/NOBODY");
  await open.tap();
  await page.getByText("There is no station NOBODY.").waitFor();
  watched.mishaps.splice(0); // the 404 of that question
  await field.fill("wss://gateway.example.org/ocpp/phone-1");
  await open.tap();
  await until("the page of the station", () => new URL(page.url()).pathname === "/stations/PHONE-1");
  await page.getByRole("article", { name: "Connector 1" }).waitFor();
  watched.expectCalm();
});

test("the code in the picture of a camera opens the station", async () => {
  const own = await WatchedPage.open(browser, gateway, PHONE);
  await own.page.addInitScript(showCode, encodeQR("wss://gateway.example.org/ocpp/PHONE-1", "raw"));
  await own.signIn("/scan");
  await until("the page of the station", () => new URL(own.page.url()).pathname === "/stations/PHONE-1");
  await own.page.getByRole("article", { name: "Connector 1" }).waitFor();
  own.expectCalm();
  await own.close();
});

/** Runs in the page before its own scripts: a camera that looks at this code. */
function showCode(code: boolean[][]): void {
  navigator.mediaDevices.getUserMedia = async () => {
    const dot = 8;
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = (code.length + 8) * dot;
    const context = canvas.getContext("2d");
    const draw = () => {
      if (!context) return;
      context.fillStyle = "white";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = "black";
      for (const [y, row] of code.entries()) {
        for (const [x, dark] of row.entries())
          if (dark) context.fillRect((x + 4) * dot, (y + 4) * dot, dot, dot);
      }
    };
    draw();
    setInterval(draw, 50);
    return canvas.captureStream(20);
  };
}

test("many stations are selected and told something on a phone too", async () => {
  const { page } = watched;
  await page.goto("/stations?q=PHONE-1");
  await page.getByRole("link", { name: "PHONE-1" }).waitFor();
  expect(await page.getByRole("checkbox").count()).toBe(0);
  await page.getByRole("button", { name: "Select stations" }).tap();
  await page.getByRole("checkbox", { name: "PHONE-1" }).tap();
  await page.getByText("1 selected").waitFor();
  await expectAccessible(page, "selecting on a phone");
  await page.getByRole("button", { name: "Put into service" }).tap();
  const dialog = page.getByRole("dialog", { name: "Put into service: 1 station?" });
  await dialog.getByLabel("Type 1 to go on").fill("1");
  await dialog.getByRole("button", { name: "Put into service" }).tap();
  expect(await station.asked("ChangeAvailability")).toEqual({ connectorId: 0, type: "Operative" });
  station.answer({ status: "Accepted" });
  await page.getByText("1 accepted").waitFor();
  watched.expectCalm();
});

test("no page of the phone scrolls sideways", async () => {
  const { page } = watched;
  for (const address of [
    "/stations",
    "/stations?view=tiles",
    "/scan",
    "/log",
    "/transactions",
    "/stations/PHONE-1",
  ]) {
    await page.goto(address);
    await watched.live();
    await page.waitForLoadState("networkidle");
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(wider, address).toBeLessThanOrEqual(0);
  }
  watched.expectCalm();
});
