/** Dialogs by keyboard and pointer: where the focus is, and that nothing typed is lost by accident. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { GatewayProcess } from "./gateway-process.ts";
import { until } from "./waiting.ts";

let gateway: GatewayProcess;
let browser: Browser;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await gateway.remove();
});

test("a form can be typed at once, and Escape gives the focus back to the button that opened it", async () => {
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn("/id-tags");
  const add = page.getByRole("button", { name: "Add id tag" });
  await add.focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog", { name: "Add id tag" }).waitFor();
  await page.keyboard.type("TYPED-AT-ONCE");
  expect(await page.getByLabel("Id tag", { exact: true }).inputValue()).toBe("TYPED-AT-ONCE");
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  await until("the button has the focus again", () =>
    add.evaluate((button) => document.activeElement === button),
  );
  watched.expectCalm();
  await watched.close();
});

test("text that is marked past the edge of a dialog does not close it", async () => {
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn("/id-tags");
  await page.getByRole("button", { name: "Add id tag" }).click();
  const field = page.getByLabel("Id tag", { exact: true });
  await field.fill("KEPT");
  const place = await field.boundingBox();
  if (!place) throw new Error("the field is nowhere");
  await page.mouse.move(place.x + 30, place.y + 5);
  await page.mouse.down();
  await page.mouse.move(10, place.y + 5, { steps: 4 });
  await page.mouse.up();
  await page.waitForTimeout(100); // what must not happen has no event
  expect(await field.inputValue()).toBe("KEPT");
  await page.mouse.click(10, place.y + 5);
  await page.getByRole("dialog").waitFor({ state: "detached" });
  watched.expectCalm();
  await watched.close();
});
