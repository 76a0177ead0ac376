/** Calls that the generated client does not know yet, with the same sign-in and the same kind of failure. */

import { ApiProblem } from "./client";
import { accessToken } from "./session";

export async function getJson<Answer>(path: string, signal?: AbortSignal): Promise<Answer> {
  return send<Answer>("GET", path, undefined, signal);
}

export async function postJson<Answer>(path: string, body: unknown): Promise<Answer> {
  return send<Answer>("POST", path, body);
}

async function send<Answer>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
): Promise<Answer> {
  const headers: Record<string, string> = { Authorization: `Bearer ${await accessToken()}` };
  if (body !== undefined) headers["Content-Type"] = "application/json";
  const text = body === undefined ? undefined : JSON.stringify(body);
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, { method, headers, body: text, signal });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiProblem(0, {});
  }
  if (response.ok) return (await response.json()) as Answer;
  throw new ApiProblem(response.status, await response.json().catch(() => ({})));
}
