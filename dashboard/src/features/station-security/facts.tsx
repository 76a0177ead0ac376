import type { ReactNode } from "react";

/** Names and values of one card. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className="space-y-3">
      {facts.map(([name, value]) => (
        <div key={name} className="min-w-0">
          <dt className="text-xs text-ink-3">{name}</dt>
          <dd className="text-sm font-[550] break-words">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** The deeds of a card, and why they cannot be done now. */
export function Deeds({ why, children }: { why?: string | null; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-2 mt-4">
      {children}
      {why && <span className="text-xs text-ink-3 min-w-0">{why}</span>}
    </div>
  );
}
