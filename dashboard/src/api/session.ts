/**
 * Who is signed in. The access token lives in memory only; the refresh cookie is the browser's and never seen here. A
 * refresh is done once for all tabs (Web Locks), because each cookie works once.
 */

import type { components } from "./generated/schema";

export type Me = components["schemas"]["Me"];
export type SessionState =
  | { status: "unknown" }
  | { status: "signed-out"; reason: "never" | "ended" }
  | { status: "signed-in"; me: Me };

export class SignInFailed extends Error {
  constructor(
    readonly kind: "wrong" | "too-many" | "unreachable",
    readonly retryAfter: number | null = null,
  ) {
    super(kind);
  }
}

const BASE = "/api/v1/auth";
const EARLY_MS = 30_000;
const CHANNEL = "ocpp-gateway-session";

let token: { text: string; until: number } | null = null;
let state: SessionState = { status: "unknown" };
let refreshing: Promise<string | null> | null = null;
const listeners = new Set<() => void>();
const channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(CHANNEL);

channel?.addEventListener("message", (event: MessageEvent<string>) => {
  if (event.data === "signed-out") forget("ended");
  else {
    token = null; // whoever signed in has the cookie, for this window too
    resume().catch(() => undefined); // the gateway is away: the next question asks again
  }
});

export function sessionState(): SessionState {
  return state;
}

export function onSession(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether this browser was signed in: without it there is no cookie to try, and no needless 401. */
function hint(signedIn?: boolean): boolean {
  try {
    if (signedIn === true) localStorage.setItem("signed-in", "yes");
    if (signedIn === false) localStorage.removeItem("signed-in");
    return localStorage.getItem("signed-in") === "yes";
  } catch {
    return true; // storage is switched off: the cookie is tried
  }
}

function become(next: SessionState): void {
  state = next;
  for (const listener of listeners) listener();
}

function forget(reason: "never" | "ended"): void {
  token = null;
  hint(false);
  if (state.status !== "signed-out") become({ status: "signed-out", reason });
}

function post(path: string, body?: unknown): Promise<Response> {
  const headers: Record<string, string> = body === undefined ? {} : { "Content-Type": "application/json" };
  if (token) headers.Authorization = `Bearer ${token.text}`;
  return fetch(BASE + path, {
    method: "POST",
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    credentials: "same-origin",
  });
}

async function keep(response: Response): Promise<string> {
  const answer = (await response.json()) as { access_token: string; expires_in: number };
  token = { text: answer.access_token, until: Date.now() + answer.expires_in * 1000 };
  hint(true);
  return answer.access_token;
}

/** Raises `SignInFailed`. */
export async function signIn(email: string, password: string): Promise<void> {
  let response: Response;
  try {
    response = await post("/login", { email, password });
  } catch {
    throw new SignInFailed("unreachable");
  }
  if (response.status === 429) {
    throw new SignInFailed("too-many", Number(response.headers.get("Retry-After")) || null);
  }
  if (response.status >= 500) throw new SignInFailed("unreachable");
  if (!response.ok) throw new SignInFailed("wrong");
  await keep(response);
  await learnMe();
  channel?.postMessage("signed-in");
}

/** Where a browser begins to sign in through the identity provider; null if there is none. */
export async function providerAddress(): Promise<string | null> {
  const response = await fetch(`${BASE}/methods`);
  if (!response.ok) return null;
  return ((await response.json()) as { oidc: string | null }).oidc;
}

/** Somebody leaves for the identity provider: whoever comes back has a cookie. */
export function leaveForProvider(): void {
  hint(true);
}

export async function signOut(): Promise<void> {
  try {
    await post("/logout");
  } finally {
    channel?.postMessage("signed-out");
    forget("never");
  }
}

/** At the start of the page: the cookie may still be good. */
export async function resume(): Promise<void> {
  if (hint() && (await refresh())) await learnMe();
  else if (state.status === "unknown") become({ status: "signed-out", reason: "never" });
}

async function learnMe(): Promise<void> {
  const text = await accessToken();
  const response = await fetch(`${BASE}/me`, { headers: { Authorization: `Bearer ${text}` } });
  if (response.status === 401 || response.status === 403) {
    forget("ended");
    return;
  }
  if (!response.ok) throw new TypeError(`the gateway answered ${response.status}`);
  const me = (await response.json()) as Me;
  if (state.status !== "signed-in" || JSON.stringify(me) !== JSON.stringify(state.me))
    become({ status: "signed-in", me });
}

/** Something was refused, or time has passed: the role may be another one by now. */
export function relearn(): void {
  if (state.status === "signed-in") learnMe().catch(() => undefined); // for the next time
}

/** A token that is good for a while; null if nobody is signed in. Raises `TypeError` while the gateway is away. */
export async function accessToken(): Promise<string | null> {
  if (token && token.until - Date.now() > EARLY_MS) return token.text;
  return refresh();
}

/** The token was refused before its time: it is worth one new one. */
export function spoil(text: string): void {
  if (token?.text === text) token = null;
}

function refresh(): Promise<string | null> {
  refreshing ??= exclusively(exchange).finally(() => {
    refreshing = null;
  });
  return refreshing;
}

async function exchange(): Promise<string | null> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const response = await fetch(`${BASE}/refresh`, { method: "POST", credentials: "same-origin" });
    if (response.ok) {
      const text = await keep(response);
      relearn();
      return text;
    }
    // 409: another window used this cookie a moment ago, and the next one has arrived by now.
    if (response.status === 409) continue;
    if (response.status === 401 || response.status === 403) break;
    throw new TypeError(`the gateway answered ${response.status}`);
  }
  forget(state.status === "signed-in" ? "ended" : "never");
  return null;
}

/** One tab at a time where the browser can promise that; the server bears the rest. */
function exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
  if (!navigator.locks) return work();
  return navigator.locks.request("ocpp-gateway-refresh", work) as Promise<Result>;
}

export function may(permission: string): boolean {
  return state.status === "signed-in" && state.me.permissions.includes(permission);
}
