import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";

let gateway: GatewayProcess;
let browser: Browser;
let watched: WatchedPage;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  watched = await WatchedPage.open(browser, gateway);
  await watched.signIn("/stations");
});

afterAll(async () => {
  await browser.close();
  await gateway.remove();
});

type Keys = Record<string, { value?: string; readonly?: boolean }>;

/** A station that tells these keys when it is asked, and answers a change as each test says. */
async function stationWith(identity: string, keys: Keys): Promise<ScriptedStation> {
  const station = await ScriptedStation.online(gateway.stationUrl, identity);
  station.answers.GetConfiguration = ({ key }) => {
    const names = Array.isArray(key) && key.length > 0 ? key.map(String) : Object.keys(keys);
    const known = names.filter((name) => name in keys);
    return {
      configurationKey: known.map((name) => ({ key: name, readonly: false, ...keys[name] })),
      unknownKey: names.filter((name) => !(name in keys)),
    };
  };
  return station;
}

async function openTab(identity: string, on = watched): Promise<Page> {
  const { page } = on;
  await page.goto(`/stations/${identity}?tab=configuration`);
  await on.live();
  return page;
}

function row(page: Page, key: string) {
  return page.getByRole("row").filter({ hasText: key });
}

async function change(page: Page, key: string, value: string): Promise<void> {
  await row(page, key)
    .getByRole("button", { name: `Change ${key}` })
    .click();
  await page.getByRole("textbox", { name: `Wanted value of ${key}` }).fill(value);
}

test("two keys are changed together: wanted, sent, in force, and after a restart for the other", async () => {
  const keys: Keys = {
    HeartbeatInterval: { value: "300" },
    WebSocketPingInterval: { value: "60" },
    NumberOfConnectors: { value: "1", readonly: true },
    AuthorizationKey: {},
  };
  const station = await stationWith("CF-GOOD", keys);
  const page = await openTab("CF-GOOD");
  await page.getByRole("button", { name: "Read all again" }).click();
  await row(page, "HeartbeatInterval").getByText("300").waitFor();
  await row(page, "HeartbeatInterval").getByRole("link", { name: "GetConfiguration" }).waitFor();
  await row(page, "AuthorizationKey").getByText("never shown").waitFor();
  await row(page, "NumberOfConnectors").getByText("read-only").waitFor();
  expect(await page.getByRole("button", { name: "Change NumberOfConnectors" }).count()).toBe(0);
  expect(await page.getByRole("button", { name: "Change AuthorizationKey" }).count()).toBe(0);

  await change(page, "HeartbeatInterval", "soon");
  await page.getByText("A whole number is needed.").waitFor();
  const bar = page.getByRole("region", { name: "Collected changes" });
  expect(await bar.getByRole("button", { name: "Save and send" }).isDisabled()).toBe(true);
  await page.getByRole("textbox", { name: "Wanted value of HeartbeatInterval" }).fill("600");
  await bar.getByText("1 change").waitFor();
  await change(page, "WebSocketPingInterval", "30");
  await bar.getByText("2 changes").waitFor();
  await page.getByRole("tab", { name: "Messages" }).click(); // a look elsewhere loses nothing
  await page.getByRole("tab", { name: "Configuration" }).click();
  await bar.getByText("2 changes").waitFor();
  await bar.getByRole("button", { name: "Save and send" }).click();

  expect(await station.asked("ChangeConfiguration")).toEqual({ key: "HeartbeatInterval", value: "600" });
  await row(page, "HeartbeatInterval").getByText("Sent to the station").waitFor();
  await row(page, "WebSocketPingInterval").getByText("Waits for the station").waitFor();
  station.answer({ status: "Accepted" });
  await row(page, "HeartbeatInterval").getByText("In force").waitFor();
  await row(page, "HeartbeatInterval").getByRole("link", { name: "ChangeConfiguration" }).waitFor();
  expect(await station.asked("ChangeConfiguration")).toEqual({ key: "WebSocketPingInterval", value: "30" });
  station.answer({ status: "RebootRequired" });
  await row(page, "WebSocketPingInterval").getByText("Counts from the next restart").waitFor();
  await bar.waitFor({ state: "detached" });

  await row(page, "WebSocketPingInterval").getByRole("button", { name: "Reset" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Soft reset" }).click();
  expect(await station.asked("Reset")).toEqual({ type: "Soft" });
  station.answer({ status: "Accepted" });
  await station.close();
  keys.HeartbeatInterval = { value: "600" };
  keys.WebSocketPingInterval = { value: "30" };
  await station.connect();
  await row(page, "WebSocketPingInterval").getByText("Accepted, not read since").waitFor();
  await page.getByRole("button", { name: "Read all again" }).click();
  await row(page, "WebSocketPingInterval").getByText("In force").waitFor();
  watched.expectCalm();
  await station.close();
});

test("what the station declines stands at the key, can be sent again, and the wish can be removed", async () => {
  const station = await stationWith("CF-NO", { HeartbeatInterval: { value: "300" } });
  await gateway.post("/stations/CF-NO/configuration?wait=10", { read: true });
  const page = await openTab("CF-NO");
  await change(page, "HeartbeatInterval", "1");
  station.answers.ChangeConfiguration = () => ({ status: "Rejected" });
  await page.getByRole("button", { name: "Save and send" }).click();
  await row(page, "HeartbeatInterval").getByText("Rejected by the station").waitFor();
  await row(page, "HeartbeatInterval").getByText("300 s").waitFor();

  await page.getByRole("button", { name: "Other key" }).click();
  const dialog = page.getByRole("dialog", { name: "Other key" });
  await dialog.getByLabel("Key").fill("Vendor.Own");
  await dialog.getByLabel("Wanted value").fill("on");
  await dialog.getByRole("button", { name: "Add to the changes" }).click();
  station.answers.ChangeConfiguration = () => ({ status: "NotSupported" });
  await page.getByRole("button", { name: "Save and send" }).click();
  await row(page, "Vendor.Own").getByText("The station does not know this key").waitFor();

  station.answers.ChangeConfiguration = () => ({ status: "Accepted" });
  await page.getByRole("button", { name: "Send HeartbeatInterval again now" }).click();
  await row(page, "HeartbeatInterval").getByText("In force").waitFor();
  await page.getByRole("button", { name: "Remove the wish for Vendor.Own" }).click();
  await row(page, "Vendor.Own").getByRole("button", { name: "Remove the wish" }).click();
  await row(page, "Vendor.Own").waitFor({ state: "detached" }); // it was only ever wanted
  watched.expectCalm();
  await station.close();
});

test("search and filter stand in the address, and what somebody else changes is seen without a reload", async () => {
  const station = await stationWith("CF-OTHER", {
    HeartbeatInterval: { value: "300" },
    ResetRetries: { value: "1" },
    CpoName: { value: "" },
  });
  station.answers.ChangeConfiguration = () => ({ status: "Rejected" });
  await gateway.post("/stations/CF-OTHER/configuration?wait=10", { read: true });
  const page = await openTab("CF-OTHER");
  await row(page, "ResetRetries").waitFor();
  const { loads } = watched;
  await page.getByRole("searchbox", { name: "Find key or value" }).fill("heart");
  await row(page, "ResetRetries").waitFor({ state: "detached" });
  expect(page.url()).toContain("q=heart");
  await page.getByRole("searchbox", { name: "Find key or value" }).fill("");
  await page.getByLabel("Which keys").selectOption("differs");
  await page.getByText("No key fits").waitFor();
  expect(page.url()).toContain("show=differs");
  const change = { key: "ResetRetries", value: "3" };
  await gateway.post("/stations/CF-OTHER/configuration", { change });
  await row(page, "ResetRetries").getByText("Rejected by the station").waitFor();
  await page.getByRole("option", { name: "Differs (1)" }).waitFor({ state: "attached" });
  expect(watched.loads).toBe(loads);
  watched.expectCalm();
  await station.close();
});

test("offline, reading is disabled with its reason and a change is kept for later", async () => {
  const station = await stationWith("CF-AWAY", { HeartbeatInterval: { value: "300" } });
  await gateway.post("/stations/CF-AWAY/configuration?wait=10", { read: true });
  const page = await openTab("CF-AWAY");
  await station.close();
  await page.getByText("nothing can be read from it now").waitFor();
  expect(await page.getByRole("button", { name: "Read all again" }).isDisabled()).toBe(true);
  await change(page, "HeartbeatInterval", "900");
  await page.getByRole("button", { name: "Save for later" }).click();
  await row(page, "HeartbeatInterval").getByText("Waits for the station").waitFor();
  station.answers.ChangeConfiguration = () => ({ status: "Accepted" });
  await station.connect();
  await row(page, "HeartbeatInterval").getByText("In force").waitFor();
  watched.expectCalm();
  await station.close();
});

test("who may only look is told so and has nothing to press", async () => {
  const station = await stationWith("CF-VIEW", { HeartbeatInterval: { value: "300" } });
  await gateway.post("/stations/CF-VIEW/configuration?wait=10", { read: true });
  const person = { email: "viewer@example.org", password: "correct horse battery staple" };
  await gateway.post("/users", { ...person, role: "viewer" });
  const own = await WatchedPage.open(browser, gateway);
  await own.signIn("/stations", person);
  const page = await openTab("CF-VIEW", own);
  await row(page, "HeartbeatInterval").getByText("300").waitFor();
  await page.getByText("Changing and reading needs the role operator.").waitFor();
  const deeds = page.locator("#content").getByRole("button", { name: /^(Change|Read all|Other key)/ });
  expect(await deeds.count()).toBe(0);
  await page.getByRole("tab", { name: "Security" }).click();
  const rotate = page.getByRole("button", { name: "Rotate over OCPP" });
  await rotate.waitFor();
  expect(await rotate.isDisabled()).toBe(true);
  await page.getByText("Needs the role operator").first().waitFor();
  own.expectCalm();
  own.mayFail = true; // the audit is refused, and says so
  await page.getByRole("tab", { name: "Audit" }).click();
  await page.getByText("audit:read").waitFor();
  await own.close();
  await station.close();
});
