/** The network goes and comes back: nothing that was typed is lost, and a lost network is never called a defect. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";

let gateway: GatewayProcess;
let browser: Browser;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await gateway.remove();
});

test("a form without a network says so in words and keeps what was typed", async () => {
  const { page } = await lost("/id-tags", async ({ page }) => {
    await page.getByRole("button", { name: "Add id tag" }).click();
    await page.getByLabel("Id tag", { exact: true }).fill("KEPT");
  });
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("alert").getByText("The gateway cannot be reached.").waitFor();
  expect(await page.getByLabel("Id tag", { exact: true }).inputValue()).toBe("KEPT");
  await page.context().setOffline(false);
  await page.getByRole("button", { name: "Save" }).click();
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await page.getByRole("button", { name: "KEPT" }).waitFor();
  await page.context().close();
});

test("a table that cannot be saved as a file says that it was not", async () => {
  const { page } = await lost("/audit");
  await page.getByRole("button", { name: "Export CSV" }).click();
  await page.getByRole("alert").getByText("This does not work now").waitFor();
  await page.context().close();
});

test("a page that was never loaded waits for the network and then appears by itself", async () => {
  const { page } = await lost("/id-tags");
  await page.getByRole("link", { name: "System" }).first().click();
  await page.getByTitle("Account and display").click();
  await page.waitForTimeout(500);
  expect(await page.getByText("This page has a defect").count()).toBe(0);
  await page.context().setOffline(false);
  await page.getByText("This node").waitFor();
  await page.getByRole("dialog").waitFor();
  await page.context().close();
});

/** A page that has been signed in and then loses its network. */
async function lost(path: string, before?: (watched: WatchedPage) => Promise<void>): Promise<WatchedPage> {
  const watched = await WatchedPage.open(browser, gateway);
  await watched.signIn(path);
  await watched.live();
  await before?.(watched);
  await watched.page.context().setOffline(true);
  return watched;
}
