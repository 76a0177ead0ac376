/** The brand mark: a power symbol turned a quarter. */
export function Mark({ size }: { size: number }) {
  return (
    <svg className="shrink-0" width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <rect width="32" height="32" rx="9" fill="var(--mark-bg)" />
      <path
        d="M20.9 9.2A8.2 8.2 0 1 0 20.9 22.8"
        fill="none"
        stroke="var(--mark-fg)"
        strokeWidth="3.4"
        strokeLinecap="round"
      />
      <path d="M15.6 16H26" fill="none" stroke="var(--mark-fg2)" strokeWidth="3.4" strokeLinecap="round" />
    </svg>
  );
}
