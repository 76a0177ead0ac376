import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { ScriptedStation } from "./scripted-station.ts";
import { until } from "./waiting.ts";

const OLD = "0123456789abcdef0123456789abcdef01234567";

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

async function openTab(identity: string, tab: string): Promise<Page> {
  await watched.page.goto(`/stations/${identity}?tab=${tab}`);
  await watched.live();
  return watched.page;
}

function card(page: Page, title: string) {
  return page.locator("section").filter({ has: page.getByRole("heading", { name: title, exact: true }) });
}

/** A station of profile 1 that shows this key; the door hears of a new one within a moment. */
async function secured(identity: string): Promise<ScriptedStation> {
  await gateway.post("/stations", { ocpp_id: identity, password: OLD, security_profile: 1 });
  const station = new ScriptedStation(gateway.stationUrl, identity);
  station.key = Buffer.from(OLD, "hex");
  await until(`${identity} is let in`, () =>
    station.connect().then(
      () => true,
      () => false,
    ),
  );
  await station.status(0, "Available");
  await station.status(1, "Available");
  return station;
}

test("a password is rotated: offered, accepted, used; and nobody sees it", async () => {
  const station = await secured("SE-ROTATE");
  const page = await openTab("SE-ROTATE", "security");
  const password = card(page, "Password");
  await password.getByText("It has a password.").waitFor();
  await password.getByText("No rotation is under way.").waitFor();
  await password.getByText("Password set by hand").waitFor();
  await password.getByRole("button", { name: "Rotate over OCPP" }).click();
  const asked = await station.asked("ChangeConfiguration");
  expect(asked.key).toBe("AuthorizationKey");
  const made = String(asked.value);
  expect(made).toMatch(/^[0-9a-f]{40}$/);
  await password.getByText("both are good until the station answers").waitFor();
  station.answer({ status: "Accepted" });
  await password.getByText("both are good until it comes with it").waitFor();
  await password.getByText("New password accepted by the station").waitFor();
  await station.close();
  await station.connect(); // the old one is still good
  await password.getByText("both are good until it comes with it").waitFor();
  await station.close();
  station.key = Buffer.from(made, "hex");
  await station.connect();
  await password.getByText("Station came with the new password").waitFor();
  await password.getByText("No rotation is under way.").waitFor();
  expect(await page.content()).not.toContain(made);
  await station.close();

  station.key = Buffer.from(OLD, "hex");
  await expect(station.connect()).rejects.toThrow("was not let in");
  await card(page, "Refused handshakes").getByText("Wrong password").first().waitFor();
  watched.expectCalm();
});

test("a rotation that the station declines leaves the old password, and the page says so", async () => {
  const station = await secured("SE-DECLINE");
  const page = await openTab("SE-DECLINE", "security");
  station.answers.ChangeConfiguration = () => ({ status: "NotSupported" });
  await page.getByRole("button", { name: "Rotate over OCPP" }).click();
  await page.getByText("New password declined, the old one stays").waitFor();
  await page.getByText("No rotation is under way.").waitFor();
  watched.expectCalm();
  await station.close();
});

test("a password set by hand is shown once, a profile is offered and set", async () => {
  const station = await secured("SE-HAND");
  const page = await openTab("SE-HAND", "security");
  await page.getByRole("button", { name: "Set by hand" }).click();
  const dialog = page.getByRole("dialog", { name: "Password of SE-HAND" });
  await dialog.getByText("The old one is refused from the next handshake on.").waitFor();
  await dialog.getByRole("button", { name: "Set the password" }).click();
  const made = await dialog.locator("code").textContent();
  expect(made).toMatch(/^[0-9a-f]{40}$/);
  await dialog.getByRole("button", { name: "Close" }).click();
  expect(await page.content()).not.toContain(made);

  const profile = card(page, "Security profile");
  await profile.getByText("Profile 1 is in force.").waitFor();
  await profile.getByRole("button", { name: "Change profile" }).click();
  await page.getByRole("dialog").getByLabel("Security profile").selectOption("2");
  await page.getByRole("dialog").getByRole("button", { name: "Send to the station" }).click();
  expect(await station.asked("ChangeConfiguration")).toEqual({ key: "SecurityProfile", value: "2" });
  station.answer({ status: "RebootRequired" });
  await profile.getByText("Profile 2 is wanted.").waitFor();
  await profile.getByRole("button", { name: "Change profile" }).click();
  await page.getByRole("dialog").getByText("Only here").click();
  await page.getByRole("dialog").getByLabel("Security profile").selectOption("0");
  await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
  await profile.getByText("Profile 0 is in force.").waitFor();
  watched.expectCalm();
  await station.close();
});

test("binding, quirks, registration and security events of a station", async () => {
  const station = await ScriptedStation.online(gateway.stationUrl, "SE-REST");
  const page = await openTab("SE-REST", "security");
  const dialog = page.getByRole("dialog");
  const certificate = card(page, "Client certificate");
  await certificate.getByRole("button", { name: "Edit binding" }).click();
  await dialog.getByLabel("Name in the subject").fill("SN-4711");
  await dialog.getByLabel("Fingerprints (SHA-256)").fill("AB:".repeat(32).slice(0, -1));
  await dialog.getByRole("button", { name: "Save" }).click();
  await certificate.getByText("SN-4711").waitFor();
  await certificate.getByText("ab".repeat(32)).waitFor();
  await certificate.getByRole("button", { name: "Remove binding" }).click();
  await certificate.getByText("Not bound").waitFor();

  const treatment = card(page, "Validation and quirks");
  await treatment.getByRole("button", { name: "Change" }).click();
  await dialog.getByLabel("Validation").selectOption("strict");
  await dialog.getByLabel("Bears WebSocket pings").selectOption("false");
  await dialog.getByLabel("Zone of times that name none").fill("Europe/Berlin");
  await dialog.getByRole("button", { name: "Save" }).click();
  await dialog.waitFor({ state: "hidden" }); // its choices have the words that the page shows then
  await treatment.getByText("Strict: refused").waitFor();
  await treatment.getByText("Europe/Berlin").waitFor();
  const shown = await gateway.get("/stations/SE-REST");
  expect(shown.quirks_in_effect).toMatchObject({ ping: false, time_zone: "Europe/Berlin" });

  await station.call("SecurityEventNotification", {
    type: "TamperDetectionActivated",
    timestamp: new Date().toISOString(),
    techInfo: "lid",
  });
  await card(page, "Security events").getByText("TamperDetectionActivated").waitFor();

  const registration = card(page, "Registration");
  await registration.getByRole("button", { name: "Turn away" }).click();
  await dialog.getByRole("button", { name: "Turn away" }).click();
  await registration.getByText("It is turned away.").waitFor();
  await registration.getByRole("button", { name: "Approve" }).click();
  await dialog.getByText("Make a new password").click();
  await dialog.getByRole("button", { name: "Approve" }).click();
  await registration.getByText("It is let in.").waitFor();
  expect(await registration.locator("code").textContent()).toMatch(/^[0-9a-f]{40}$/);
  await registration.getByRole("button", { name: "Archive" }).click();
  await dialog.getByText("Its history stays").waitFor();
  await dialog.getByRole("button", { name: "Archive" }).click();
  await page.waitForURL(/\/stations$/);
  watched.expectCalm();
  await station.close();
});
