import { AxeBuilder } from "@axe-core/playwright";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { pageAddresses } from "./pages.ts";
import { type PayloadSite, payloadSite } from "./payload-station.ts";
import { ScriptedStation } from "./scripted-station.ts";

/** Every page in turn: it grows with the dashboard. */
const LONG = { timeout: 300_000 };

let gateway: GatewayProcess;
let browser: Browser;
let site: PayloadSite;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
  site = await payloadSite(gateway);
});

afterAll(async () => {
  await site.station.close();
  await browser.close();
  await gateway.remove();
});

async function visit(watched: WatchedPage, address: string): Promise<void> {
  await watched.page.goto(address);
  await watched.live();
  // Everything that the page asks for has been answered; the feed is no request.
  await watched.page.waitForLoadState("networkidle");
}

/** What a string of a station would have become, had it been taken for HTML. */
const INJECTED =
  "[onload], [onerror], [onclick], #injected, iframe, object, embed, img:not([src^='/']), script:not([src]), svg:empty";

test(
  "a station whose every string is a payload shows as text on every page and in nothing else",
  LONG,
  async () => {
    const watched = await WatchedPage.open(browser, gateway);
    await watched.signIn();
    const addresses = [...pageAddresses(site.parts), "/stations?q=%3Csvg%20onload%3Dboom()%3E"];
    for (const address of addresses) {
      await visit(watched, address);
      expect(await watched.page.locator(INJECTED).count(), address).toBe(0);
      watched.expectCalm();
    }
    // The strings are there, and they are text.
    await visit(watched, `/stations/${site.parts.station}`);
    await watched.page.getByText("<svg onload=boom()>").first().waitFor();
    await visit(watched, `/stations/${site.parts.station}?tab=commands`);
    await watched.page
      .getByText("<iframe srcdoc=")
      .or(watched.page.getByText("Unlock connector"))
      .first()
      .waitFor();
    await visit(watched, `/stations/${site.parts.station}?tab=configuration`);
    await watched.page.getByText("<img src=x onerror=boom()>").first().waitFor();
    await visit(watched, "/map");
    await watched.page.getByRole("button", { name: /^PAYLOAD-1: 1 Faulted/ }).press("Enter");
    const popup = watched.page.getByRole("dialog", { name: /^PAYLOAD-1/ });
    await popup.getByText("<img src=x onerror=boom()>").first().waitFor();
    expect(await watched.page.locator(INJECTED).count()).toBe(0);
    watched.expectCalm();
    await visit(watched, "/");
    await site.station.status(1, "Faulted", { errorCode: "OtherError", info: "<script>boom()</script>" });
    await watched.page.keyboard.press("Control+k");
    const palette = watched.page.getByRole("dialog");
    await palette.getByRole("combobox").or(palette.getByRole("textbox")).first().fill("PAYLOAD");
    await palette.getByText("PAYLOAD-1").first().waitFor();
    expect(await watched.page.locator(INJECTED).count()).toBe(0);
    watched.expectCalm();
    await watched.close();
  },
);

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing on any page in the ${theme} theme`, LONG, async () => {
    const watched = await WatchedPage.open(browser, gateway, { colorScheme: theme });
    const found: string[] = [];
    const look = async (address: string) => {
      const { violations } = await new AxeBuilder({ page: watched.page }).analyze();
      for (const { id, nodes } of violations) {
        for (const node of nodes)
          found.push(`${address}: ${id}: ${node.html.slice(0, 160)} (${node.failureSummary})`);
      }
    };
    await watched.page.goto("/");
    await watched.page.getByRole("heading", { name: "Sign in" }).waitFor();
    await look("sign-in");
    await watched.signIn();
    for (const address of pageAddresses(site.parts)) {
      await visit(watched, address);
      await look(address);
    }
    await watched.page.getByTitle("Account and display").click();
    await look("account");
    expect(found).toEqual([]);
    watched.expectCalm();
    await watched.close();
  });
}

test("no page scrolls sideways on a phone, whatever a station calls itself", LONG, async () => {
  // Not as a mobile browser: that would make the window as wide as the page and hide what is asked for.
  const watched = await WatchedPage.open(browser, gateway, { viewport: { width: 390, height: 844 } });
  await watched.signIn();
  const wide: string[] = [];
  for (const address of pageAddresses(site.parts)) {
    await visit(watched, address);
    const beyond = await watched.page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (beyond > 0) wide.push(`${address}: ${beyond} px`);
  }
  expect(wide).toEqual([]);
  await watched.close();
});

test("the keyboard alone leads from the sign-in to a blocked connector", async () => {
  const station = await ScriptedStation.online(gateway.stationUrl, "A-KEYBOARD");
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  const { keyboard } = page;
  await page.goto("/");
  await page.getByLabel("E-mail").waitFor();
  await keyboard.type("admin@example.org"); // the first field has the focus
  await keyboard.press("Tab");
  await keyboard.type("correct horse battery staple");
  await keyboard.press("Enter");
  await page.locator("#content").waitFor();
  await watched.live();
  await keyboard.press("g");
  await keyboard.press("s");
  await page.getByRole("link", { name: "A-KEYBOARD" }).waitFor();
  await keyboard.press("j");
  await keyboard.press("Enter");
  await page.getByRole("article", { name: "Connector 1" }).waitFor();
  const block = page.getByRole("button", { name: "Block", exact: true });
  await block.waitFor();
  await tabTo(watched, "Block");
  await keyboard.press("Enter");
  expect(await station.asked("ChangeAvailability")).toEqual({ connectorId: 1, type: "Inoperative" });
  station.answer({ status: "Accepted" });
  await station.status(1, "Unavailable");
  await page.getByText("Blocked, effect seen").waitFor();
  // Whoever acted goes on from there: the live update has not taken the focus away.
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Lift block");
  watched.expectCalm();
  await station.close();
  await watched.close();
});

/** Press Tab until the element with this text has the focus; it must be visible that it has. */
async function tabTo(watched: WatchedPage, text: string): Promise<void> {
  for (let pressed = 0; pressed < 60; pressed += 1) {
    await watched.page.keyboard.press("Tab");
    const outline = await watched.page.evaluate((wanted) => {
      const at = document.activeElement;
      return at?.textContent === wanted ? getComputedStyle(at).outlineStyle : null;
    }, text);
    if (outline !== null) {
      expect(outline).not.toBe("none");
      return;
    }
  }
  throw new Error(`Tab does not lead to "${text}"`);
}
