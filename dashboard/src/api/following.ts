/** Commands that somebody in this tab has given, followed to their effect. */

import { useSyncExternalStore } from "react";
import { ApiProblem, api, data, type Schemas } from "./client";

export type Command = Schemas["CommandShown"];
export type Followed =
  | { kind: "command"; command: Command; shownSince: number }
  | { kind: "refused"; id: string; action: string; detail: string; shownSince: number };

const FINAL = new Set(["accepted", "rejected", "failed", "timed_out", "expired", "cancelled"]);
const POLL_MS = 2_000;
const LONGEST_MS = 10 * 60_000;

let followed: Followed[] = [];
const listeners = new Set<() => void>();
const timers = new Map<string, ReturnType<typeof setTimeout>>();

function become(next: Followed[]): void {
  followed = next;
  for (const listener of listeners) listener();
}

/** Nothing more will be heard of it. */
export function isSettled(command: Command): boolean {
  if (!FINAL.has(command.status)) return false;
  return command.status !== "accepted" || command.effect.state !== "waiting";
}

export function idOf(one: Followed): string {
  return one.kind === "command" ? one.command.id : one.id;
}

/** Give a command and follow it. What the gateway refuses at once is shown like a command that failed. */
export async function give(action: string, asked: Promise<Command>): Promise<Command | null> {
  try {
    const command = await asked;
    follow(command);
    return command;
  } catch (error) {
    const detail = error instanceof ApiProblem ? error.message : String(error);
    const id = `refused-${Date.now()}`;
    become([{ kind: "refused", id, action, detail, shownSince: Date.now() }, ...followed]);
    return null;
  }
}

/** Show where a command stands, and go on asking until nothing more will be heard of it. */
export function follow(command: Command): void {
  const shownSince = Date.now();
  const before = followed.find((one) => idOf(one) === command.id);
  const next: Followed = { kind: "command", command, shownSince: before?.shownSince ?? shownSince };
  become([next, ...followed.filter((one) => idOf(one) !== command.id)].slice(0, 20));
  clearTimeout(timers.get(command.id));
  const tooOld = Date.now() - Date.parse(command.requested_at) > LONGEST_MS;
  if (isSettled(command) || tooOld) timers.delete(command.id);
  else
    timers.set(
      command.id,
      setTimeout(() => void refresh(command.id), POLL_MS),
    );
}

/** Ask again for one that is followed, as when the feed says that it has changed. */
export async function refresh(id: string): Promise<void> {
  const one = followed.find((candidate) => idOf(candidate) === id);
  if (one?.kind !== "command") return;
  try {
    follow(await data(api.GET("/api/v1/commands/{command}", { params: { path: { command: id } } })));
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error;
    timers.set(
      id,
      setTimeout(() => void refresh(id), POLL_MS),
    ); // the gateway is away: it is not forgotten
  }
}

export function dismiss(id: string): void {
  clearTimeout(timers.get(id));
  timers.delete(id);
  become(followed.filter((one) => idOf(one) !== id));
}

export function useFollowed(): readonly Followed[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => followed,
  );
}
