import { askedBy, type Exchange, type Frame, shownFrame, violationsOf } from "./exchanges";

const KIND = { Call: 2, CallResult: 3, CallError: 4 } as const;

/** A frame as it stands on the wire (J16-E 4.2); the text itself if it was not JSON. */
export function wireFrame(frame: Frame): unknown {
  if (frame.raw !== null) return frame.raw;
  if (frame.message_type === "Call") return [KIND.Call, frame.message_id, frame.action, frame.payload];
  if (frame.message_type === "CallResult") return [KIND.CallResult, frame.message_id, frame.payload];
  const { errorCode, errorDescription, errorDetails } = (frame.payload ?? {}) as Record<string, unknown>;
  return [KIND.CallError, frame.message_id, errorCode ?? "", errorDescription ?? "", errorDetails ?? {}];
}

export function pretty(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** An exchange as data for a test or a bug report: who asked, both frames as on the wire, the rules that were broken. */
export function testCase(exchange: Exchange): string {
  const { call, answer } = exchange;
  const shown = shownFrame(exchange);
  return JSON.stringify(
    {
      ocpp: "1.6",
      action: shown.action,
      asked_by: askedBy(exchange) === "in" ? "station" : "gateway",
      call: call ? wireFrame(call) : null,
      answer: answer ? wireFrame(answer) : null,
      violations: violationsOf(exchange),
    },
    null,
    2,
  );
}
