/** The browser of this machine and pages that write down everything that should not happen in them. */

import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { ADMIN, type GatewayProcess } from "./gateway-process.ts";

const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

function onPath(): string | undefined {
  const places = (process.env.PATH ?? "").split(delimiter);
  return places.flatMap((place) => NAMES.map((name) => join(place, name))).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** `GATEWAY_BROWSER`, which ./gateway sets, or the one on PATH. Without a browser there is no result, so it raises. */
export function openBrowser(): Promise<Browser> {
  const executablePath = process.env.GATEWAY_BROWSER || onPath();
  if (!executablePath) throw new Error("no Chromium: ./gateway test brings one");
  // As root Chromium starts only without its sandbox; a small /dev/shm, as containers have it, is not used.
  const args = ["--disable-dev-shm-usage", ...(process.getuid?.() === 0 ? ["--no-sandbox"] : [])];
  return chromium.launch({ executablePath, args });
}

/** How far something jumped (Layout Instability API), and what. */
export type Jump = { value: number; text: string };
/** What the browser says of a request to a gateway that is not there, or that was killed while it answered. */
const AWAY = /ERR_(CONNECTION_(REFUSED|RESET)|EMPTY_RESPONSE)/;

const LONGEST_BREAK_MS = 35_000;

export type Mishap = { kind: string; text: string };

export class WatchedPage {
  readonly mishaps: Mishap[] = [];
  /** While the gateway is away on purpose, its absence is no mishap. */
  mayFail = false;
  /** Every text frame of the live feed, oldest first. */
  readonly frames: string[] = [];
  /** How often a document was loaded. */
  loads = 0;

  private constructor(
    readonly page: Page,
    readonly gateway: GatewayProcess,
  ) {}

  static async open(
    browser: Browser,
    gateway: GatewayProcess,
    options: BrowserContextOptions = {},
  ): Promise<WatchedPage> {
    const context = await browser.newContext({
      viewport: { width: 1440, height: 900 },
      reducedMotion: "reduce",
      baseURL: gateway.httpUrl,
      ...options,
    });
    const watched = new WatchedPage(await context.newPage(), gateway);
    await watched.watch();
    return watched;
  }

  private async watch(): Promise<void> {
    const { page } = this;
    page.setDefaultTimeout(15_000); // a bound on waiting, not a promise: what must be quick is measured
    const note = (kind: string, text: string) => this.mishaps.push({ kind, text });
    page.on("pageerror", (error) => note("page error", String(error)));
    page.on("console", (message) => {
      const away = this.mayFail && AWAY.test(message.text());
      if (["error", "warning"].includes(message.type()) && !away) note(message.type(), message.text());
    });
    page.on("dialog", (dialog) => {
      note("dialog", dialog.message());
      void dialog.dismiss();
    });
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText ?? "";
      // The page itself gives up a request whose answer nobody needs any more.
      if (!this.mayFail && reason !== "net::ERR_ABORTED")
        note("request failed", `${request.url()} ${reason}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400 && !this.mayFail)
        note("refused", `${response.status()} ${response.url()}`);
    });
    page.on("domcontentloaded", () => {
      this.loads += 1;
    });
    page.on("websocket", (socket) => {
      socket.on("framereceived", ({ payload }) => this.frames.push(String(payload)));
    });
    await page.exposeFunction("mishap", note);
    await page.addInitScript(watchDocument);
  }

  /** Nothing went wrong since the last look. */
  expectCalm(): void {
    expect(this.mishaps.splice(0)).toEqual([]);
  }

  /** How far things jumped since the document was loaded (Cumulative Layout Shift). */
  layoutShift(): Promise<number> {
    return this.page.evaluate(() => (window as unknown as { shifted: number }).shifted);
  }

  /** What jumped since the last look, without a person having done anything: how far, and which elements. */
  jumps(): Promise<Jump[]> {
    return this.page.evaluate(() => (window as unknown as { jumps: Jump[] }).jumps.splice(0));
  }

  async signIn(path = "/", person = ADMIN): Promise<void> {
    const { page } = this;
    await page.goto(path);
    await page.getByLabel("E-mail").fill(person.email);
    await page.getByLabel("Password").fill(person.password);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.locator("#content").waitFor();
  }

  /** Until the picture is said to be true; `back`: after a break, when the page waits up to half a minute to try again. */
  async live(back = false): Promise<void> {
    const timeout = back ? LONGEST_BREAK_MS : undefined;
    await this.page.getByText("Live", { exact: true }).first().waitFor({ timeout });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}

/** Runs in the page before its own scripts. */
function watchDocument(): void {
  const page = window as unknown as {
    mishap: (kind: string, text: string) => void;
    shifted: number;
    jumps: Jump[];
    boom: () => void;
  };
  page.shifted = 0;
  page.jumps = [];
  // What the payload station calls, if any of its strings should ever run.
  page.boom = () => page.mishap("payload", "a string of a station was executed");
  document.addEventListener("securitypolicyviolation", (event) => {
    page.mishap("content policy", `${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
  });
  type Shift = {
    value: number;
    hadRecentInput: boolean;
    sources: { node: Node | null; previousRect: DOMRect; currentRect: DOMRect }[];
  };
  const place = ({ x, y, width, height }: DOMRect) => [x, y, width, height].map(Math.round).join(" ");
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries() as unknown as Shift[]) {
      if (hadRecentInput) continue;
      page.shifted += value;
      const moved = sources.map(({ node, previousRect, currentRect }) => {
        const name = node instanceof Element ? node.outerHTML.slice(0, 120) : node?.nodeValue;
        return `${place(previousRect)} -> ${place(currentRect)} ${name}`;
      });
      page.jumps.push({ value, text: `${value.toFixed(5)}: ${moved.join("; ")}` });
    }
  }).observe({ type: "layout-shift", buffered: true });
}
