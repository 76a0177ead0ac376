import { clsx } from "clsx";

type Share = { state: string; count: number; title?: string; quiet?: boolean };

/**
 * A bar of states, each as long as its share. Every part lies over the whole bar and shows a stretch of it, so that a
 * change moves no box: a bar that lives must not count as a page that jumps.
 */
export function Shares({ parts }: { parts: readonly Share[] }) {
  const total = parts.reduce((sum, part) => sum + part.count, 0);
  let before = 0;
  return parts
    .filter((part) => part.count > 0)
    .map(({ state, count, title, quiet }) => {
      const start = (before / total) * 100;
      before += count;
      const end = (before / total) * 100;
      const gap = start === 0 ? 0 : 1;
      return (
        <span
          key={state}
          data-state={state}
          title={title}
          className={clsx(
            "absolute inset-0",
            quiet ? "bg-[color-mix(in_oklab,var(--fill)_45%,var(--surface))]" : "bg-fill",
          )}
          style={{
            clipPath: `inset(0 calc(100% - max(${end}%, ${start}% + 3px)) 0 calc(${start}% + ${gap}px))`,
          }}
        />
      );
    });
}
