import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { BOOT, ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

let gateway: GatewayProcess;
let browser: Browser;
let watched: WatchedPage;
let page: Page;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  watched = await WatchedPage.open(browser, gateway);
  page = watched.page;
  await watched.signIn("/stations");
});

afterAll(async () => {
  await browser.close();
  await gateway.remove();
});

async function onItsPage(identity: string, tab = "commands"): Promise<ScriptedStation> {
  const station = await ScriptedStation.online(gateway.stationUrl, identity);
  await page.goto(`/stations/${identity}?tab=${tab}`);
  await watched.live();
  return station;
}

/** The dialog with the form of an action, from the button on the tab. */
async function form(identity: string, action: string) {
  await page.getByRole("tabpanel").getByRole("button", { name: "Send command" }).click();
  const dialog = page.getByRole("dialog", { name: `Command for ${identity}` });
  await dialog.getByRole("combobox").fill(action);
  await dialog.getByRole("option", { name: new RegExp(`\\b${action}\\b`) }).click();
  return dialog;
}

async function frameOf(dialog: ReturnType<Page["getByRole"]>): Promise<unknown[]> {
  return JSON.parse(await dialog.getByRole("region", { name: "What is sent" }).innerText());
}

test("the palette finds a station by the keyboard alone and resets it, seen to the effect", async () => {
  const station = await ScriptedStation.online(gateway.stationUrl, "PAL-1", 2);
  await page.goto("/");
  await watched.live();
  const { keyboard } = page;
  await keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or run" });
  await palette.getByRole("combobox").waitFor();
  await keyboard.type("PAL-1");
  await palette.getByRole("option", { name: /^PAL-1/ }).waitFor();
  await keyboard.press("Tab");
  await palette.getByText("Run on PAL-1").waitFor();
  await keyboard.type("res");
  await palette.getByRole("option", { name: /^Hard reset/ }).waitFor();
  await palette.getByRole("option", { name: /^Soft reset/, selected: true }).waitFor();
  await keyboard.press("Enter");
  const question = page.getByRole("dialog", { name: "Soft reset: PAL-1?" });
  expect(await frameOf(question)).toEqual([2, "<message id>", "Reset", { type: "Soft" }]);
  // What keeps things as they are has the focus: one Enter too many restarts nothing.
  await until("the safe button has the focus", () =>
    page.evaluate(() => document.activeElement?.textContent === "Keep running"),
  );
  await keyboard.press("Tab");
  await keyboard.press("Enter");
  expect(await station.asked("Reset")).toEqual({ type: "Soft" });
  const toasts = page.getByRole("region", { name: "Commands" });
  await toasts.getByText("PAL-1 · Reset").waitFor();
  station.answer({ status: "Accepted" });
  await toasts.getByText(/Accepted, effect not seen yet/).waitFor();
  await station.close();
  await station.connect();
  await toasts.getByText(/^Effect seen/).waitFor();
  watched.expectCalm();
  await station.close();
});

test("one phrase is enough: what is meant and where", async () => {
  const station = await ScriptedStation.online(gateway.stationUrl, "PAL-2", 2);
  await station.status(1, "Faulted");
  await page.goto("/");
  await watched.live();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or run" });
  await palette.getByRole("combobox").fill("remote start PAL-2");
  await palette.getByRole("option", { name: "Start charge at connector 2" }).click();
  const dialog = page.getByRole("dialog", { name: "Command for PAL-2" });
  await dialog.getByLabel("idTag").fill("TAG-7");
  await dialog.getByRole("button", { name: "Send" }).click();
  expect(await station.asked("RemoteStartTransaction")).toEqual({ connectorId: 2, idTag: "TAG-7" });
  station.answer({ status: "Rejected" });
  await page
    .getByRole("region", { name: "Commands" })
    .getByText(/Rejected by the station/)
    .waitFor();
  watched.expectCalm();
  await station.close();
});

test("the palette finds a charge by its number and a tag, and remembers where one has been", async () => {
  const station = await ScriptedStation.online(gateway.stationUrl, "PAL-3");
  const timestamp = new Date().toISOString();
  const begun = { connectorId: 1, idTag: "CARD-99", meterStart: 0, timestamp };
  const { transactionId } = await station.call("StartTransaction", begun);
  await gateway.post("/id-tags", { id_tag: "CARD-99", note: "Ada's card" });
  await page.goto("/stations");
  await watched.live();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or run" });
  await palette.getByRole("combobox").fill("CARD-9");
  await palette.getByRole("option", { name: /CARD-99.*Ada's card/ }).waitFor();
  await palette.getByRole("combobox").fill(String(transactionId));
  await palette.getByRole("option", { name: new RegExp(`Transaction ${transactionId}.*PAL-3`) }).click();
  await page.waitForURL(/\/transactions\/[0-9a-f-]{36}$/);
  await page.keyboard.press("Control+k");
  await palette.getByText("Recent").waitFor();
  await palette.getByRole("option", { name: new RegExp(`Transaction ${transactionId}`) }).waitFor();
  await page.keyboard.press("Escape");
  watched.expectCalm();
  await station.close();
});

test("a payload in an object in an object is filled in, sent and answered", async () => {
  const station = await onItsPage("FORM-1");
  const dialog = await form("FORM-1", "SetChargingProfile");
  await dialog.getByRole("button", { name: "1 · Available" }).click();
  expect(await dialog.getByLabel("connectorId").inputValue()).toBe("1");
  await dialog.getByLabel("chargingProfileId").fill("7");
  await dialog.getByLabel("stackLevel").fill("0");
  await dialog.getByLabel("chargingProfilePurpose").selectOption("TxDefaultProfile");
  await dialog.getByLabel("chargingProfileKind").selectOption("Absolute");
  await dialog.getByLabel("validFrom").fill("2026-12-01T06:30:00");
  await dialog.getByLabel("chargingRateUnit").selectOption("A");
  const first = dialog.getByRole("group", { name: "chargingSchedulePeriod 1" });
  await first.getByLabel("startPeriod").fill("0");
  await first.getByLabel("limit").fill("16");
  await dialog.getByRole("button", { name: "Add to chargingSchedulePeriod" }).click();
  const second = dialog.getByRole("group", { name: "chargingSchedulePeriod 2" });
  await second.getByLabel("startPeriod").fill("3600");
  await second.getByLabel("limit").fill("10,5");
  const validFrom = await page.evaluate(() => new Date("2026-12-01T06:30:00").toISOString());
  const expected = {
    connectorId: 1,
    csChargingProfiles: {
      chargingProfileId: 7,
      stackLevel: 0,
      chargingProfilePurpose: "TxDefaultProfile",
      chargingProfileKind: "Absolute",
      validFrom: validFrom.replace(".000Z", "Z"),
      chargingSchedule: {
        chargingRateUnit: "A",
        chargingSchedulePeriod: [
          { startPeriod: 0, limit: 16 },
          { startPeriod: 3600, limit: 10.5 },
        ],
      },
    },
  };
  expect(await frameOf(dialog)).toEqual([2, "<message id>", "SetChargingProfile", expected]);
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  expect(await station.asked("SetChargingProfile")).toEqual(expected);
  station.answer({ status: "Accepted" });
  await page
    .getByRole("listitem")
    .filter({ hasText: /Accepted by station\+/ })
    .waitFor();
  watched.expectCalm();
  await station.close();
});

test("what is wrong stands at its field, and the form and the JSON are one", async () => {
  const station = await onItsPage("FORM-2");
  const dialog = await form("FORM-2", "SendLocalList");
  await dialog.getByRole("button", { name: "Next" }).click();
  const version = dialog.getByLabel("listVersion");
  await dialog.getByText("2 fields need a change.").waitFor();
  expect(await version.getAttribute("aria-invalid")).toBe("true");
  await until("the first wrong field has the focus", () =>
    version.evaluate((input) => input === document.activeElement),
  );
  await version.fill("two");
  await dialog.getByText("A whole number is needed.").waitFor();
  await version.fill("2");
  await dialog.getByLabel("updateType").selectOption("Differential");
  await dialog.getByRole("button", { name: "Add to localAuthorizationList" }).click();
  const entry = dialog.getByRole("group", { name: "localAuthorizationList 1" });
  await entry.getByLabel("idTag", { exact: true }).fill("A-TAG-OF-TWENTY-ONE-C");
  await entry.getByText("At most 20 characters.").waitFor();
  await dialog.getByRole("button", { name: "As JSON" }).click();
  const json = dialog.getByLabel("Payload");
  const text = await json.inputValue();
  expect(JSON.parse(text)).toEqual({
    listVersion: 2,
    localAuthorizationList: [{ idTag: "A-TAG-OF-TWENTY-ONE-C" }],
    updateType: "Differential",
  });
  await json.fill("{");
  await dialog.getByText(/^This is no JSON yet/).waitFor();
  await dialog.getByRole("button", { name: "Form" }).click(); // there is nothing that it could show
  await json.fill(text.replace("A-TAG-OF-TWENTY-ONE-C", "GOOD-TAG"));
  await dialog.getByRole("button", { name: "Form" }).click();
  expect(await entry.getByLabel("idTag", { exact: true }).inputValue()).toBe("GOOD-TAG");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  expect(await station.asked("SendLocalList")).toEqual({
    listVersion: 2,
    localAuthorizationList: [{ idTag: "GOOD-TAG" }],
    updateType: "Differential",
  });
  station.answer({ status: "VersionMismatch" });
  await page.getByRole("listitem").filter({ hasText: "Rejected by the station" }).first().waitFor();
  watched.expectCalm();
  await station.close();
});

test("what only the gateway knows to be wrong stands at its field too", async () => {
  const station = await onItsPage("FORM-3");
  const detail = "The gateway has its own opinion of this.";
  await page.route("**/FORM-3/commands*", (route) => {
    if (route.request().method() !== "POST") return route.continue();
    const errors = [{ in: "body", field: "payload.key", message: detail, code: "invalid" }];
    const problem = { type: "/problems/validation", title: "t", status: 422, detail: "see `errors`", errors };
    return route.fulfill({
      status: 422,
      contentType: "application/problem+json",
      body: JSON.stringify(problem),
    });
  });
  const dialog = await form("FORM-3", "ChangeConfiguration");
  await dialog.getByLabel("key").fill("NoSuchKey");
  await dialog.getByLabel("value").fill("1");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  const field = dialog.getByLabel("key");
  await dialog.getByText(detail).waitFor();
  expect(await field.getAttribute("aria-invalid")).toBe("true");
  await page.unroute("**/FORM-3/commands*");
  await field.fill("HeartbeatInterval");
  expect(await dialog.getByText(detail).count()).toBe(0);
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  expect(await station.asked("ChangeConfiguration")).toEqual({ key: "HeartbeatInterval", value: "1" });
  station.answer({ status: "Accepted" });
  expect(watched.mishaps.splice(0).every(({ text }) => text.includes("422"))).toBe(true);
  await station.close();
});

test("a command that the state forbids is not sent, and says why; one that can wait, waits", async () => {
  const station = await onItsPage("AWAY-1");
  await station.close();
  await page.getByText("The station is offline.").first().waitFor();
  await page.getByRole("tabpanel").getByRole("button", { name: "Send command" }).click();
  const dialog = page.getByRole("dialog", { name: "Command for AWAY-1" });
  const reset = dialog.getByRole("option", { name: /\bReset\b/ });
  await reset.getByText("AWAY-1 is offline.").waitFor();
  expect(await reset.getAttribute("aria-disabled")).toBe("true");
  await dialog.getByRole("option", { name: /ClearCache/ }).click();
  await dialog.getByText(/It is sent when the station is back/).waitFor();
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await page.getByRole("listitem").filter({ hasText: "Stored" }).waitFor();
  const back = new ScriptedStation(gateway.stationUrl, "AWAY-1", BOOT);
  await back.connect();
  expect(await back.asked("ClearCache")).toEqual({});
  back.answer({ status: "Accepted" });
  await page
    .getByRole("listitem")
    .filter({ hasText: /Accepted by station\+/ })
    .waitFor();
  watched.expectCalm();
  await back.close();
});

test("a lost answer does not tell a station twice", async () => {
  const station = await onItsPage("LOST-1");
  let lost = false;
  await page.route("**/LOST-1/commands*", async (route) => {
    if (route.request().method() !== "POST" || lost) return route.continue();
    lost = true;
    await route.fetch(); // it arrives, and nobody hears of it
    return route.abort("connectionreset");
  });
  const dialog = await form("LOST-1", "ClearCache");
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await dialog.getByText("The gateway did not answer.").waitFor();
  expect(await station.asked("ClearCache")).toEqual({});
  station.answer({ status: "Accepted" });
  await dialog.getByRole("button", { name: "Send", exact: true }).click();
  await page
    .getByRole("listitem")
    .filter({ hasText: /Accepted by station\+/ })
    .waitFor();
  const { items } = await gateway.get<{ items: unknown[] }>("/commands?station=LOST-1");
  expect(items).toHaveLength(1);
  expect(station.calls.filter(({ action }) => action === "ClearCache")).toEqual([]);
  watched.mishaps.splice(0); // the connection was broken on purpose
  await station.close();
});

test("who may not send is told what it needs, and can see what there is", async () => {
  const station = await ScriptedStation.online(gateway.stationUrl, "LOOK-1");
  const viewer = { email: "viewer@example.org", password: "another horse battery" };
  await gateway.post("/users", { ...viewer, role: "viewer" });
  const own = await WatchedPage.open(browser, gateway);
  await own.page.goto("/stations/LOOK-1?tab=commands");
  await own.page.getByLabel("E-mail").fill(viewer.email);
  await own.page.getByLabel("Password").fill(viewer.password);
  await own.page.getByRole("button", { name: "Sign in", exact: true }).click();
  await own.live();
  await own.page.getByText("It needs the permission commands:write; your role is Viewer.").waitFor();
  expect(await own.page.getByRole("button", { name: "Send command" }).isDisabled()).toBe(true);
  await own.page.keyboard.press("Control+k");
  await own.page.getByRole("combobox").fill("soft reset LOOK-1");
  const reset = own.page.getByRole("option", { name: /^Soft reset/ });
  await reset.getByText("Your account may not send it: it needs commands:write.").waitFor();
  await own.page.keyboard.press("Enter");
  expect(await own.page.getByRole("dialog", { name: "Find or run" }).isVisible()).toBe(true);
  own.expectCalm();
  await own.close();
  await station.close();
});

test("many stations are told after the number was typed, and the job shows each", async () => {
  const stations = await Promise.all(
    ["MANY-1", "MANY-2"].map((identity) => ScriptedStation.online(gateway.stationUrl, identity)),
  );
  await page.goto("/stations?q=MANY-");
  await watched.live();
  await page.getByRole("checkbox", { name: "MANY-1" }).check();
  await page.getByRole("checkbox", { name: "MANY-2" }).check();
  const bar = page.getByRole("region", { name: "Selected stations" });
  await bar.getByRole("button", { name: "Send command" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("combobox").fill("TriggerMessage");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await dialog
    .getByRole("option", { name: /\bTriggerMessage/ })
    .first()
    .click();
  await dialog.getByLabel("requestedMessage").selectOption("Heartbeat");
  await dialog.getByRole("button", { name: "Next" }).click();
  const question = page.getByRole("dialog", { name: "Ask for a message: 2 stations?" });
  const act = question.getByRole("button", { name: "Ask for a message" });
  expect(await act.isDisabled()).toBe(true);
  await question.getByLabel("Type 2 to go on").fill("2");
  await page.keyboard.press("Enter");
  for (const station of stations) {
    expect(await station.asked("TriggerMessage")).toEqual({ requestedMessage: "Heartbeat" });
    station.answer({ status: "Accepted" });
  }
  await page.waitForURL(/view=jobs/);
  await page.getByRole("heading", { name: "Ask for a message: 2 stations" }).waitFor();
  await page.getByText("2 accepted").waitFor();
  watched.expectCalm();
  await Promise.all(stations.map((station) => station.close()));
});

test("every key that is listed works, and the list opens with one", async () => {
  await page.goto("/");
  await watched.live();
  await page.keyboard.press("?");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await keys.getByText("Select or leave out").waitFor();
  const rows = await keys
    .locator("dl > div")
    .evaluateAll((found) =>
      found.map((row) => [...row.querySelectorAll("kbd")].map((key) => key.textContent ?? "")),
    );
  await page.keyboard.press("Escape");
  const letters = rows.filter(([first, second]) => first === "g" && second).map(([, second]) => second ?? "");
  expect(letters.length).toBeGreaterThan(9);
  const places = new Set<string>();
  for (const letter of letters) {
    await page.keyboard.press("g");
    await page.keyboard.press(letter);
    places.add(new URL(page.url()).pathname);
  }
  expect(places.size).toBe(letters.length);
  await page.goto("/log");
  await watched.live();
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.keyboard.press("p");
  await page.getByRole("button", { name: /^Resume/ }).waitFor();
  await page.keyboard.press("j");
  await page.getByRole("complementary", { name: "Message" }).waitFor();
  await page.keyboard.press("p");
  await page.getByRole("button", { name: "Pause" }).waitFor();
  await page.keyboard.press("/");
  expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe("Filter the log");
  await page.keyboard.type("p"); // a letter, while somebody writes
  expect(await page.getByRole("button", { name: /^Resume/ }).count()).toBe(0);
  watched.expectCalm();
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing in the dialogs in the ${theme} theme`, async () => {
    const station = await ScriptedStation.online(gateway.stationUrl, `AXE-${theme}`);
    const own = await WatchedPage.open(browser, gateway, { colorScheme: theme });
    await own.signIn(`/stations/AXE-${theme}?tab=commands`);
    await own.live();
    const found: string[] = [];
    const look = async (where: string) => {
      const { violations } = await new AxeBuilder({ page: own.page }).analyze();
      for (const { id, nodes } of violations)
        for (const node of nodes)
          found.push(`${where}: ${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`);
    };
    await own.page.keyboard.press("?");
    await own.page.getByRole("dialog", { name: "Keys" }).waitFor();
    await look("keys");
    await own.page.keyboard.press("Escape");
    await own.page.keyboard.press("Control+k");
    await own.page.getByRole("combobox").fill(`AXE-${theme}`);
    await own.page.getByRole("option").first().waitFor();
    await own.page.keyboard.press("Tab");
    await own.page.getByText(`Run on AXE-${theme}`).waitFor();
    await look("palette");
    await own.page.keyboard.press("Escape");
    await own.page.getByRole("tabpanel").getByRole("button", { name: "Send command" }).click();
    await own.page.getByRole("option").first().waitFor();
    await look("actions");
    await own.page.getByRole("combobox").fill("SetChargingProfile");
    await own.page.keyboard.press("Enter");
    await own.page.getByRole("button", { name: "Send", exact: true }).click();
    await look("form");
    await own.page.getByRole("button", { name: "As JSON" }).click();
    await look("json");
    await own.page.getByRole("button", { name: "Other action" }).click();
    await own.page.getByRole("combobox").fill("Reset");
    await own.page.keyboard.press("Enter");
    await own.page.getByLabel("type").selectOption("Hard");
    await own.page.getByRole("button", { name: "Next" }).click();
    await look("question");
    expect(found).toEqual([]);
    own.expectCalm();
    await own.close();
    await station.close();
  });
}
