/** Dialogs by keyboard and pointer: where the focus is, and that nothing typed is lost by accident. */

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
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

test("a filter keeps the space that stands before its next word", async () => {
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn("/id-tags");
  const field = page.getByRole("searchbox", { name: "Find tag or note" });
  await field.fill("two ");
  await page.waitForURL(/q=two$/);
  await field.pressSequentially("words");
  await page.waitForURL(/q=two\+words$/);
  watched.expectCalm();
  await watched.close();
});

test("a key keeps its last day however often it is saved, west of Greenwich too", async () => {
  const watched = await WatchedPage.open(browser, gateway, { timezoneId: "America/St_Johns" });
  const { page } = watched;
  await watched.signIn("/api-keys?key=new");
  await page.getByLabel("Name", { exact: true }).fill("western");
  await page.getByLabel("Valid to the end of").fill("2031-03-09");
  await page.getByRole("button", { name: "Make the key" }).click();
  await page.getByRole("heading", { name: "Permissions of “western”" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Permissions of “western”" }).waitFor();
  expect(await page.getByLabel("Valid to the end of").inputValue()).toBe("2031-03-09");
  watched.expectCalm();
  await watched.close();
});

test("a table that was refused is mended and imported from the same dialog", async () => {
  const file = join(gateway.folder, "tags.csv");
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn("/id-tags");
  await page.getByRole("button", { name: "Import CSV" }).click();
  await writeFile(file, "id_tag,status\nGOOD-1,Nonsense\n");
  await page.getByLabel("CSV file").setInputFiles(file);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText(/^Line 2/).waitFor();
  watched.mishaps.length = 0; // the refusal that was asked for
  await writeFile(file, "id_tag,status\nGOOD-1,Accepted\nGOOD-2,Accepted\n");
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("The file has changed since it was chosen.").waitFor();
  const chooser = page.waitForEvent("filechooser");
  await page.getByLabel("CSV file").click();
  await (await chooser).setFiles(file);
  expect(await page.getByRole("alert").count()).toBe(0);
  await page.getByRole("button", { name: "Import", exact: true }).click();
  await page.getByText("2 entered").waitFor();
  watched.expectCalm();
  await watched.close();
});
