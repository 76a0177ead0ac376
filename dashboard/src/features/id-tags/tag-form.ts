import type { Schemas } from "@/api/client";

type Status = Schemas["IdTag"]["status"];

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
