/** The real gateway as a process, on free ports of the loopback interface and a database of its own. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { fileURLToPath } from "node:url";

export const ADMIN = { email: "admin@example.org", password: "correct horse battery staple" };
const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
export const PYTHON = process.env.PYTHON ?? join(ROOT, ".venv/bin/python");
export const SOURCE = join(ROOT, "src");

type Json = Record<string, unknown>;

export class GatewayProcess {
  stationUrl = "";
  httpUrl = "";
  private child: ChildProcess | null = null;
  private token = "";

  private constructor(
    readonly folder: string,
    private readonly settings: Record<string, string>,
  ) {}

  static async start(settings: Record<string, string> = {}): Promise<GatewayProcess> {
    const gateway = new GatewayProcess(await mkdtemp(join(tmpdir(), "gateway-browser-")), settings);
    await gateway.start();
    return gateway;
  }

  /** Start it (again, on the same ports and database) and wait until it says that it is ready. */
  async start(): Promise<void> {
    const chosen = {
      DATABASE_URL: `sqlite:///${join(this.folder, "gateway.db")}`,
      STATION_HOST: "127.0.0.1",
      STATION_PORT: new URL(this.stationUrl || "ws://127.0.0.1:0").port || "0",
      HTTP_PORT: new URL(this.httpUrl || "http://127.0.0.1:0").port || "0",
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      SECRET_KEY: "0123456789abcdef".repeat(4),
      DRAIN_SECONDS: "1",
      REGISTRATION: "open",
      UNKNOWN_ID_TAGS: "accept",
      ...this.settings,
    };
    const others = Object.entries(process.env).filter(([name]) => !name.startsWith("OCPP_GATEWAY_"));
    const own = Object.entries(chosen).map(([name, value]) => [`OCPP_GATEWAY_${name}`, value]);
    const env = { ...Object.fromEntries([...others, ...own]), PYTHONPATH: SOURCE };
    this.child = spawn(PYTHON, ["-m", "ocpp_gateway", "serve", "--migrate"], {
      cwd: this.folder,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    await this.ready(this.child);
    this.token = "";
  }

  /** Everything it says is read for as long as it lives: a full pipe would stop it. */
  private ready(child: ChildProcess): Promise<void> {
    const said: string[] = [];
    return new Promise((resolve, reject) => {
      const heard = (line: string) => {
        said.push(line);
        const station = /wss?:\/\/[^\s:]+:(\d+)\/ocpp/.exec(line);
        if (station) this.stationUrl = `ws://127.0.0.1:${station[1]}/ocpp`;
        const http = /http:\/\/[^\s:]+:(\d+)/.exec(line);
        if (http) this.httpUrl = `http://127.0.0.1:${http[1]}`;
        if (line.trim().startsWith("Ready")) resolve();
      };
      for (const stream of [child.stdout, child.stderr]) {
        if (stream) createInterface({ input: stream }).on("line", heard);
      }
      child.on("error", reject);
      child.on("exit", () => reject(new Error(`the gateway ended:\n${said.slice(-30).join("\n")}`)));
    });
  }

  /** SIGKILL: it can clean up nothing. */
  async kill(): Promise<void> {
    await this.end("SIGKILL");
  }

  /** SIGTERM, and the folder is removed. */
  async remove(): Promise<void> {
    await this.end("SIGKILL");
    await rm(this.folder, { recursive: true, force: true });
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, "exit");
    child.kill(signal);
    await ended;
  }

  /** Rows straight from the database file. */
  rows<Row>(query: string, ...values: SQLInputValue[]): Row[] {
    const database = new DatabaseSync(join(this.folder, "gateway.db"), { readOnly: true });
    try {
      return database.prepare(query).all(...values) as Row[];
    } finally {
      database.close();
    }
  }

  async get<Body = Json>(path: string): Promise<Body> {
    return (await this.ask("GET", path)) as Body;
  }

  async post(path: string, body: Json = {}): Promise<Json> {
    return (await this.ask("POST", path, body)) as Json;
  }

  async patch(path: string, body: Json): Promise<Json> {
    return (await this.ask("PATCH", path, body)) as Json;
  }

  private async ask(method: string, path: string, body?: Json): Promise<unknown> {
    if (!this.token && path !== "/auth/login") {
      this.token = String((await this.post("/auth/login", ADMIN)).access_token);
    }
    const response = await fetch(`${this.httpUrl}/api/v1${path}`, {
      method,
      headers: {
        "Content-Type": "application/json",
        ...(this.token && { Authorization: `Bearer ${this.token}` }),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : {};
  }
}
