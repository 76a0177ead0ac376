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

test("password signs in, a reload keeps it, signing out ends it for good", async () => {
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await watched.signIn();
  await page.getByText("Connect your first station").waitFor(); // what an empty fleet shows
  await page.getByText(`${gateway.stationUrl}/`, { exact: true }).waitFor();
  expect(await watched.layoutShift()).toBeLessThan(0.1);
  await page.reload();
  await page.getByText("Connect your first station").waitFor();
  expect(await watched.layoutShift()).toBeLessThan(0.1);
  await page.getByTitle("Account and display").click();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  watched.expectCalm();
  await watched.close();
});

test("a failed sign-in says what is wrong and keeps what was typed", async () => {
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await page.goto("/stations");
  const submit = page.getByRole("button", { name: "Sign in", exact: true });
  await submit.click();
  await page.getByText("Enter your e-mail address.").waitFor();
  await page.getByText("Enter your password.").waitFor();
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill("wrong");
  watched.expectCalm();
  await submit.click();
  await page.getByText("E-mail and password do not match.").waitFor();
  expect(await page.getByLabel("E-mail").inputValue()).toBe(ADMIN.email);
  // The 401 is what was asked for, and nothing else.
  expect(watched.mishaps.filter((one) => !one.text.includes("401"))).toEqual([]);
  watched.mishaps.length = 0;
  await page.getByLabel("Password").fill(ADMIN.password);
  await submit.click();
  await page.getByRole("link", { name: "Stations" }).first().waitFor();
  expect(new URL(page.url()).pathname).toBe("/stations");
  watched.expectCalm();
  await watched.close();
});

test("a gateway that is away is said, not shown as a wrong password", async () => {
  const watched = await WatchedPage.open(browser, gateway);
  const { page } = watched;
  await page.goto("/");
  await page.getByLabel("E-mail").fill(ADMIN.email);
  await page.getByLabel("Password").fill(ADMIN.password);
  watched.mayFail = true;
  await gateway.kill();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.getByRole("alert").getByText("The gateway cannot be reached.").waitFor();
  await gateway.start();
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator("#content").waitFor();
  await watched.close();
});
