/** Frames of OCPP and the exchanges they make: a Call with its answer, found by station, way and message id. */

export type Violation = { rule: string; where: string; detail: string };

/** An item of `GET /logs`, and the data of `ocpp.message`. */
export type Frame = {
  id: string;
  station: string;
  connector: number | null;
  direction: "in" | "out";
  message_type: "Call" | "CallResult" | "CallError";
  action: string;
  message_id: string;
  timestamp: string;
  payload: unknown;
  raw: string | null;
  violations: Violation[];
};

/** `call` is missing where the history begins between the two; `answer` where none has come yet. */
export type Exchange = { key: string; at: number; call: Frame | undefined; answer: Frame | undefined };

/** So long an answer is awaited before it is called missing: the longest a station is given by default. */
export const LATE_MS = 30_000;

function keyOf(frame: Frame): string {
  const asked = frame.message_type === "Call" ? frame.direction : frame.direction === "in" ? "out" : "in";
  return `${asked} ${frame.message_id} ${frame.station}`;
}

/** The frame that tells station and action: the Call, or its answer where that is all there is. */
export function shownFrame(exchange: Exchange): Frame {
  return (exchange.call ?? exchange.answer) as Frame;
}

/** `in`: the station asked. */
export function askedBy(exchange: Exchange): "in" | "out" {
  return exchange.key.startsWith("in ") ? "in" : "out";
}

/**
 * Milliseconds that a station took to answer the gateway; null as long as one of the two is missing. The gateway's own
 * answers are stored together with the Call, before they leave, and bear its time: nothing can be told from them.
 */
export function latencyOf({ call, answer }: Exchange): number | null {
  if (!call || !answer || call.direction === "in") return null;
  return Math.max(0, Date.parse(answer.timestamp) - Date.parse(call.timestamp));
}

export function violationsOf({ call, answer }: Exchange): Violation[] {
  return [...(call?.violations ?? []), ...(answer?.violations ?? [])];
}

export type Outcome = "answered" | "waiting" | "missing" | "error" | "unpaired";

export function outcomeOf(exchange: Exchange, now: number): Outcome {
  if (exchange.answer?.message_type === "CallError") return "error";
  if (exchange.answer) return exchange.call ? "answered" : "unpaired";
  return now - exchange.at > LATE_MS ? "missing" : "waiting";
}

/**
 * The exchanges of `before` and `frames` together, newest first, at most `most`. A frame that is known already changes
 * nothing: history and feed overlap.
 */
export function withFrames(before: readonly Exchange[], frames: readonly Frame[], most: number): Exchange[] {
  const byKey = new Map(before.map((one) => [one.key, one]));
  for (const frame of frames) {
    const key = keyOf(frame);
    const known = byKey.get(key);
    const call = frame.message_type === "Call" ? frame : known?.call;
    const answer = frame.message_type === "Call" ? known?.answer : frame;
    if (known && known.call === call && known.answer === answer) continue;
    byKey.set(key, { key, at: Date.parse((call ?? frame).timestamp), call, answer });
  }
  return [...byKey.values()].sort((a, b) => b.at - a.at).slice(0, most);
}

/** What is worth a line of a payload: its plain values. */
export function gist(payload: unknown): string {
  if (typeof payload !== "object" || payload === null) return "";
  return Object.entries(payload)
    .filter(([, value]) => ["string", "number", "boolean"].includes(typeof value))
    .map(([name, value]) => `${name} ${String(value)}`)
    .slice(0, 4)
    .join(", ");
}

/** What an answer says in a word: its status, its error code, or its plain values. */
export function answerGist(answer: Frame): string {
  const { payload } = answer;
  if (typeof payload !== "object" || payload === null) return answer.message_type;
  const told = payload as Record<string, unknown>;
  const tag = told.idTagInfo as Record<string, unknown> | undefined;
  const word = told.errorCode ?? told.status ?? tag?.status ?? told.currentTime;
  return typeof word === "string" ? word : gist(payload) || "{}";
}
