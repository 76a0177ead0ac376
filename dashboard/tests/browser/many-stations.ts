/** A large fleet straight in the database, in one transaction, while the gateway is down: it knows stations by name. */

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { GatewayProcess } from "./gateway-process.ts";

export async function loadStations(gateway: GatewayProcess, count: number): Promise<void> {
  await gateway.kill();
  const database = new DatabaseSync(join(gateway.folder, "gateway.db"));
  try {
    database.exec("BEGIN");
    const add = database.prepare(
      `INSERT INTO stations (id, ocpp_id, ocpp_id_folded, registration, online, security_profile, vendor, model,
         status, created_at, updated_at) VALUES (?, ?, ?, 'accepted', false, 1, 'Voltaic', ?, 'Available', ?, ?)`,
    );
    const now = new Date().toISOString().replace("T", " ").replace("Z", "000");
    for (let at = 0; at < count; at += 1) {
      const name = `L-${String(at).padStart(6, "0")}`;
      const id = `01a20000000070008000${at.toString(16).padStart(12, "0")}`;
      add.run(id, name, name.toLowerCase(), `V${at % 7}`, now, now);
    }
    database.exec("COMMIT");
  } finally {
    database.close();
  }
  await gateway.start();
}
