import { clsx } from "clsx";
import type { ReactNode } from "react";

const role = (name: string) => ({ role: name });

type TableProps = { label: string; columns: readonly string[]; children: ReactNode };

/**
 * A table of the design; below 640 px each row is a card whose values carry the names of their columns. The roles are
 * written down because a browser forgets them when a row is laid out as a block.
 */
export function DataTable({ label, columns, children }: TableProps) {
  return (
    <div className="overflow-x-auto">
      <table {...role("table")} aria-label={label} className="w-full text-sm border-collapse max-sm:block">
        <thead {...role("rowgroup")} className="bg-canvas max-sm:sr-only">
          <tr {...role("row")}>
            {columns.map((column) => (
              <th
                key={column}
                {...role("columnheader")}
                scope="col"
                className="h-9 px-4 text-left text-xs font-[550] text-ink-3 whitespace-nowrap"
              >
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...role("rowgroup")} className="max-sm:block">
          {children}
        </tbody>
      </table>
    </div>
  );
}

export function Row({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <tr
      {...role("row")}
      className={clsx("rowx border-t border-line max-sm:block max-sm:px-4 max-sm:py-3", className)}
    >
      {children}
    </tr>
  );
}

type CellProps = {
  /** The name of its column, shown on a phone. Without one it stands alone. */
  label?: string;
  first?: boolean;
  className?: string;
  children: ReactNode;
};

export function Cell({ label, first, className, children }: CellProps) {
  return (
    <td
      {...role("cell")}
      data-label={label}
      className={clsx(
        "px-4 py-2 align-top max-sm:flex max-sm:gap-3 max-sm:px-0 max-sm:py-0.5",
        label &&
          "max-sm:before:content-[attr(data-label)] max-sm:before:w-28 max-sm:before:shrink-0 max-sm:before:text-ink-3",
        first && "font-[600] max-sm:text-base",
        className,
      )}
    >
      {children}
    </td>
  );
}
