/** What goes over the live feed (INTERFACE.md 6): events, and the messages that are about the feed itself. */

export type FeedEvent = {
  specversion: "1.0";
  id: string;
  cursor: string;
  type: string;
  source: string;
  subject: string;
  time: string;
  data: Record<string, unknown> & { station: string };
};

export type StationRow = {
  ocpp_id: string;
  name: string | null;
  group: string | null;
  registration: string;
  online: boolean;
  status: string;
  vendor: string | null;
  model: string | null;
  connected_at: string | null;
  last_message_at: string | null;
};

export type ConnectorRow = {
  station: string;
  connector_number: number;
  status: string;
  error_code: string;
  online: boolean;
  available: boolean;
  blocked: boolean;
  block_state: string;
  blocked_by: string | null;
  last_status_change: string | null;
  meter_value: number | null;
  power_w: number | null;
  soc_percent: number | null;
  transaction: string | null;
};

export type SnapshotPart = {
  type: "snapshot";
  cursor: string;
  stations: StationRow[];
  connectors: ConnectorRow[];
  more: boolean;
};

export type FeedMessage =
  | FeedEvent
  | SnapshotPart
  | { type: "subscribed"; cursor: string; event_types: string[] }
  | { type: "heartbeat"; cursor: string; time: string; live: boolean }
  | { type: "messages_skipped"; before: string };

export type Subscription = {
  event_types: string[] | null;
  stations: string[] | null;
  snapshot: boolean;
};

export const PROTOCOL = "ogw.feed.v1";
export const TICKET_PREFIX = "ogw.ticket.";

export const CLOSED = {
  signedOut: 4001,
  tooSlow: 4008,
  cursorGone: 4010,
  badRequest: 4400,
  tooMany: 4429,
} as const;

export function isEvent(message: FeedMessage): message is FeedEvent {
  return "specversion" in message;
}

/** Null for what is not a JSON object with a type: such a message is ignored, as unknown ones are. */
export function parse(text: string): FeedMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "type" in value) return value as FeedMessage;
  } catch {
    return null;
  }
  return null;
}
