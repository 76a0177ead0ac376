/** A charging station (OCPP 1.6-J) that says what a test lets it say and answers the gateway as the test decides. */

import { until } from "./waiting.ts";

type Payload = Record<string, unknown>;
/** What it answers: a payload; `null` for silence; an Error for a CALLERROR with that text. */
export type Answer = (payload: Payload) => Payload | Error | null;

type Offer = { protocols: string[]; credentials?: Buffer | string | undefined };

/** A WebSocket as a station opens it. Unlike that of browsers, Node's takes headers too. */
export function stationSocket(url: string, { protocols, credentials }: Offer): WebSocket {
  const headers = credentials && {
    Authorization: `Basic ${Buffer.from(credentials as string).toString("base64")}`,
  };
  const options = { protocols, ...(headers && { headers }) };
  return new WebSocket(url, options as unknown as string[]);
}

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
    await this.open();
    const { status } = await this.call("BootNotification", this.boot);
    if (status !== "Accepted") throw new Error(`${this.identity} is ${status}`);
  }

  /** The connection alone, with the password or the key of the station if it has one. */
  async open(password: Buffer | string | null = this.key): Promise<void> {
    const socket = stationSocket(`${this.url}/${encodeURIComponent(this.identity)}`, {
      protocols: ["ocpp1.6"],
      credentials:
        password === null
          ? undefined
          : Buffer.concat([Buffer.from(`${this.identity}:`), Buffer.from(password as string)]),
    });
    this.socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.onopen = () => resolve();
      socket.onerror = () => reject(new Error(`${this.identity} was not let in`));
    });
    socket.onmessage = (event) => this.receive(JSON.parse(String(event.data)));
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
