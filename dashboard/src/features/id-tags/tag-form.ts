import type { Schemas } from "@/api/client";

type Status = Schemas["IdTag"]["status"];

/** A moment as `<input type="datetime-local">` wants it: local, to the minute. */
export function localInput(moment: string | null): string {
  if (!moment) return "";
  const date = new Date(moment);
  const two = (value: number) => String(value).padStart(2, "0");
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** What the form says; empty clears. */
export function readTag(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? "").trim() || null;
  const expiry = text("expiry");
  return {
    status: text("status") as Status,
    expiry: expiry ? new Date(expiry).toISOString() : null,
    group: text("group"),
    parent: text("parent"),
    note: text("note"),
    aliases: (text("aliases") ?? "").split(",").flatMap((alias) => alias.trim() || []),
  };
}
