/** The fleet of `./gateway demo` as a process: stations that boot, charge and stop, ten times as quick as in life. */

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { type GatewayProcess, PYTHON, SOURCE } from "./gateway-process.ts";

export class FleetProcess {
  private constructor(private readonly child: ChildProcess) {}

  static start(gateway: GatewayProcess, stations: number): FleetProcess {
    const options = ["--url", gateway.stationUrl, "--stations", String(stations), "--prefix", "DEMO"];
    const pace = ["--speed", "10", "--charging", "0.5", "--connect-rate", "20", "--quiet"];
    const child = spawn(PYTHON, ["-m", "ocpp_gateway", "simulate", ...options, ...pace], {
      cwd: gateway.folder,
      env: { ...process.env, PYTHONPATH: SOURCE },
      stdio: "ignore",
    });
    return new FleetProcess(child);
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await ended;
  }
}
