/** Who is signed in changes while a page is open: in another window, or by an administrator. */

import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openBrowser, WatchedPage } from "./browser.ts";
import { ADMIN, GatewayProcess } from "./gateway-process.ts";

let gateway: GatewayProcess;
let browser: Browser;

beforeAll(async () => {
  [gateway, browser] = await Promise.all([GatewayProcess.start(), openBrowser()]);
});

afterAll(async () => {
  await browser.close();
  await gateway.remove();
});

test("signing out and in again in one window does so in the others", async () => {
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn();
  const other = await page.context().newPage();
  await other.goto(`${gateway.httpUrl}/wall`);
  await other.getByRole("main").waitFor();
  await page.getByTitle("Account and display").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await other.getByText("Your sign-in has ended.").waitFor();
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await other.locator("#content").waitFor();
  expect(new URL(other.url()).pathname).toBe("/wall");
  await watched.close();
});

test("whoever loses a right sees it with the first refusal and keeps what was typed", async () => {
  const email = "former@example.org";
  const { id, password } = await gateway.post("/users", { email, role: "admin" });
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn("/id-tags", { email, password: String(password) });
  const add = page.getByRole("button", { name: "Add id tag" });
  await add.click();
  const field = page.getByLabel("Id tag", { exact: true });
  await field.fill("TYPED");
  await gateway.patch(`/users/${id}`, { role: "viewer" });
  await page.getByRole("button", { name: "Save" }).click();
  await add.waitFor({ state: "detached" });
  expect(await field.inputValue()).toBe("TYPED");
  await page.getByRole("alert").waitFor();
  await watched.close();
});
