import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";

let gateway: GatewayProcess;
let browser: Browser;
let watched: WatchedPage;
let mute: Awaited<ReturnType<typeof blockMute>>;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  mute = await blockMute();
  watched = await WatchedPage.open(browser, gateway);
  await watched.signIn("/stations");
});

afterAll(async () => {
  await browser.close();
  await gateway.remove();
});

/** A block that is never answered, on a page of its own: its half minute passes while the others are tested. */
async function blockMute() {
  const own = await WatchedPage.open(browser, gateway);
  await own.signIn("/stations");
  const { station, page } = await stationPage("BL-MUTE", own);
  await tile(page).getByRole("button", { name: "Block" }).click();
  await station.asked("ChangeAvailability");
  return { own, station, page };
}

/** The page of a station that is online with one free connector. */
async function stationPage(
  identity: string,
  on = watched,
): Promise<{ station: ScriptedStation; page: Page }> {
  const station = await ScriptedStation.online(gateway.stationUrl, identity);
  const { page } = on;
  await page.goto(`/stations/${identity}`);
  await on.live();
  await tile(page).getByText("Available").waitFor();
  return { station, page };
}

function tile(page: Page) {
  return page.getByRole("article", { name: "Connector 1" });
}

/** The steps of the command that the page follows, as they are read out. */
function step(page: Page, text: string | RegExp) {
  return page.getByRole("listitem").filter({ hasText: text }).first();
}

async function blocked(identity: string): Promise<unknown> {
  return (await gateway.get(`/stations/${identity}/connectors/1`)).block_state;
}

test("block: the button, the command, the station's answer and the effect are four steps to see", async () => {
  const { station, page } = await stationPage("BL-GOOD");
  await tile(page).getByRole("button", { name: "Block" }).click();
  await page.getByText("Change availability").waitFor();
  await step(page, "Stored").waitFor();
  expect(await station.asked("ChangeAvailability")).toEqual({ connectorId: 1, type: "Inoperative" });
  await step(page, "Sent to station").waitFor();
  await tile(page).getByText("Blocking: not confirmed by the station yet").waitFor();
  await step(page, "Effect seen").waitFor(); // the step that is still to come
  expect(await tile(page).getByText("Blocked, effect seen").count()).toBe(0);
  station.answer({ status: "Accepted" });
  await step(page, /Accepted by station\+/).waitFor();
  expect(await tile(page).getByText("Blocked, effect seen").count()).toBe(0); // accepted is not yet done
  await station.status(1, "Unavailable");
  await step(page, /Effect seen\+/).waitFor();
  await tile(page).getByText("Blocked, effect seen").waitFor();
  await tile(page).getByText("Out of service").waitFor();
  expect(await blocked("BL-GOOD")).toBe("in_effect");
  await tile(page).getByRole("button", { name: "Lift block" }).click();
  expect(await station.asked("ChangeAvailability")).toEqual({ connectorId: 1, type: "Operative" });
  station.answer({ status: "Accepted" });
  await station.status(1, "Available");
  await tile(page).getByText("Available").waitFor();
  await tile(page).getByRole("button", { name: "Block", exact: true }).waitFor();
  watched.expectCalm();
  await station.close();
});

test("a station that rejects a block is seen to have rejected it", async () => {
  const { station, page } = await stationPage("BL-NO");
  station.answers.ChangeAvailability = () => ({ status: "Rejected" });
  await tile(page).getByRole("button", { name: "Block" }).click();
  await step(page, "Sent to station").waitFor();
  await step(page, "Rejected by the station").waitFor();
  await tile(page).getByText("The station refused the block").waitFor();
  expect(await blocked("BL-NO")).toBe("rejected");
  watched.expectCalm();
  await station.close();
});

test("a block of an offline station waits, is seen to wait, and takes effect when it is back", async () => {
  const { station, page } = await stationPage("BL-AWAY");
  await station.close();
  await page.getByText("The station is offline.").waitFor();
  await tile(page).getByRole("button", { name: "Block" }).click();
  await step(page, "Stored").waitFor();
  await tile(page).getByText("Blocking: not confirmed by the station yet").waitFor();
  await tile(page).getByText("while the station is offline").waitFor();
  const back = await ScriptedStation.online(gateway.stationUrl, "BL-AWAY");
  await back.asked("ChangeAvailability");
  back.answer({ status: "Accepted" });
  await back.status(1, "Unavailable");
  await step(page, /Effect seen\+/).waitFor();
  await tile(page).getByText("Blocked, effect seen").waitFor();
  watched.expectCalm();
  await back.close();
});

test("a charge is started and stopped from the page of the station", async () => {
  const { station, page } = await stationPage("BL-CHARGE");
  await tile(page).getByRole("button", { name: "Start" }).click();
  const dialog = page.getByRole("dialog", { name: "Start a charge at BL-CHARGE" });
  await dialog.getByLabel("Tag").fill("04A1B2C3");
  await dialog.getByRole("button", { name: /Start at connector 1/ }).click();
  expect(await station.asked("RemoteStartTransaction")).toEqual({ connectorId: 1, idTag: "04A1B2C3" });
  station.answer({ status: "Accepted" });
  await station.status(1, "Preparing");
  const timestamp = new Date().toISOString();
  const started = await station.call("StartTransaction", {
    connectorId: 1,
    idTag: "04A1B2C3",
    meterStart: 1000,
    timestamp,
  });
  await station.status(1, "Charging");
  await step(page, /Effect seen\+/).waitFor();
  await tile(page).getByText("Charging", { exact: true }).waitFor();
  const { transactionId } = started;
  await tile(page).getByText(`Transaction ${transactionId}`).waitFor();
  await tile(page).getByRole("button", { name: "Stop" }).click();
  expect(await station.asked("RemoteStopTransaction")).toEqual({ transactionId });
  station.answer({ status: "Accepted" });
  await station.status(1, "Finishing");
  await station.call("StopTransaction", {
    transactionId,
    meterStop: 5200,
    timestamp: new Date().toISOString(),
  });
  await station.status(1, "Available");
  await tile(page).getByText("Available").waitFor();
  await page.getByRole("tab", { name: "Transactions" }).click();
  await page.getByRole("row").filter({ hasText: "Completed" }).getByText("4.2").waitFor();
  watched.expectCalm();
  await station.close();
});

test("a station that does not answer a block is seen not to have answered", async () => {
  const { own, station, page } = mute;
  await step(page, /No answer in 30 s\. It may still have happened/).waitFor({ timeout: 45_000 });
  await tile(page).getByText("Blocking: not confirmed by the station yet").waitFor();
  expect(await blocked("BL-MUTE")).toBe("pending");
  own.expectCalm();
  await station.close();
});
