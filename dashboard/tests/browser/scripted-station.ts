/** A charging station (OCPP 1.6-J) that says what a test lets it say and answers the gateway as the test decides. */

import { until } from "./waiting.ts";

type Payload = Record<string, unknown>;
/** What it answers: a payload; `null` for silence; an Error for a CALLERROR with that text. */
export type Answer = (payload: Payload) => Payload | Error | null;

export const BOOT = { chargePointVendor: "Voltaic", chargePointModel: "V2" };

export class ScriptedStation {
  readonly calls: { action: string; payload: Payload }[] = [];
  readonly answers: Record<string, Answer> = {};
  private socket: WebSocket | null = null;
  private next = 0;
  private lastAsked = "";
  /** The bytes of its AuthorizationKey; null: it comes without a password. */
  key: Buffer | null = null;
  private readonly waiting = new Map<string, (payload: Payload) => void>();

  constructor(
    private readonly url: string,
    readonly identity: string,
    private readonly boot: Payload = BOOT,
  ) {}

  /** Connect, boot, and say that the connectors are free. */
  static async online(url: string, identity: string, connectors = 1, boot: Payload = BOOT) {
    const station = new ScriptedStation(url, identity, boot);
    await station.connect();
    for (let number = 0; number <= connectors; number += 1) await station.status(number, "Available");
    return station;
  }

  async connect(): Promise<void> {
    const socket = this.open();
    this.socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error(`${this.identity} was not let in`));
    });
    socket.onmessage = (event) => this.receive(JSON.parse(String(event.data)));
    const { status } = await this.call("BootNotification", this.boot);
    if (status !== "Accepted") throw new Error(`${this.identity} is ${status}`);
  }

  private open(): WebSocket {
    const address = `${this.url}/${encodeURIComponent(this.identity)}`;
    if (this.key === null) return new WebSocket(address, ["ocpp1.6"]);
    const credentials = Buffer.concat([Buffer.from(`${this.identity}:`), this.key]).toString("base64");
    // Headers are what Node's WebSocket knows beyond that of browsers, and its types do not.
    const options = { protocols: ["ocpp1.6"], headers: { Authorization: `Basic ${credentials}` } };
    return new WebSocket(address, options as unknown as string[]);
  }

  /** A CALL of the station; the answer of the gateway. A CALLERROR is answered with its code. */
  call(action: string, payload: Payload): Promise<Payload> {
    this.next += 1;
    const id = `b${this.next}`;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, resolve);
      if (this.socket?.readyState !== WebSocket.OPEN) reject(new Error(`${this.identity} has no connection`));
      this.socket?.send(JSON.stringify([2, id, action, payload]));
    });
  }

  status(connectorId: number, status: string, more: Payload = {}): Promise<Payload> {
    return this.call("StatusNotification", { connectorId, status, errorCode: "NoError", ...more });
  }

  /** The next CALL of the gateway with this action that nobody has asked for yet. */
  asked(action: string): Promise<Payload> {
    return until(`${this.identity} is asked for ${action}`, () => {
      const at = this.calls.findIndex((one) => one.action === action);
      return at >= 0 && this.calls.splice(at, 1)[0]?.payload;
    });
  }

  /** Answer the CALL of the gateway that came last. */
  answer(payload: Payload): void {
    this.socket?.send(JSON.stringify([3, this.lastAsked, payload]));
  }

  async close(): Promise<void> {
    const { socket } = this;
    if (!socket || socket.readyState === WebSocket.CLOSED) return;
    const closed = new Promise((resolve) => {
      socket.onclose = resolve;
    });
    socket.close();
    await closed;
  }

  private receive([kind, id, first, second]: [number, string, unknown, Payload]): void {
    if (kind === 2) this.obey(id, String(first), second);
    else this.waiting.get(id)?.(kind === 3 ? (first as Payload) : { error: first });
  }

  private obey(id: string, action: string, payload: Payload): void {
    this.calls.push({ action, payload });
    this.lastAsked = id;
    const chosen = this.answers[action] ?? (action === "GetConfiguration" ? nothingKnown : undefined);
    const answer = chosen ? chosen(payload) : null;
    if (answer === null) return;
    if (answer instanceof Error)
      this.socket?.send(JSON.stringify([4, id, "InternalError", answer.message, {}]));
    else this.socket?.send(JSON.stringify([3, id, answer]));
  }
}

function nothingKnown(payload: Payload): Payload {
  return { unknownKey: payload.key ?? [] };
}
