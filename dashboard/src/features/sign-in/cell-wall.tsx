import { Cell } from "@/components/ui/state";
import type { ConnectorState } from "@/lib/states";

const COLUMNS = 22;
const ROWS = 25;

/** A number from 0 to 1 that depends on the place alone: the same picture for everybody, drawn by nobody. */
function noise(column: number, row: number): number {
  const value = Math.sin(column * 127.1 + row * 311.7) * 43_758.5453;
  return value - Math.floor(value);
}

function stateAt(column: number, row: number): ConnectorState {
  if (column === 10 && row === 12) return "Faulted";
  const distance = Math.hypot((column - 14) / 7, (row - 13) / 8);
  const chance = noise(column, row);
  if (chance > 1.05 - distance * 0.55) return "Available";
  const kind = noise(row + 40, column);
  if (distance > 1.3 || kind < 0.3) return "Available";
  if (kind > 0.96) return "SuspendedEV";
  if (kind > 0.9) return "Preparing";
  if (kind > 0.84) return "Finishing";
  return "Charging";
}

/** A fleet, as decoration beside the form. */
export function CellWall() {
  return (
    <div className="max-lg:hidden relative overflow-hidden bg-canvas border-l border-line" aria-hidden="true">
      <div className="absolute -left-2 -top-2 grid grid-cols-[repeat(22,1fr)] gap-y-[7px] w-[calc(100%+24px)] min-[1600px]:scale-110 origin-top-left [mask-image:radial-gradient(75%_75%_at_66%_48%,#000_25%,transparent_100%)]">
        {Array.from({ length: ROWS * COLUMNS }, (_, place) => (
          <Cell key={place} state={stateAt(place % COLUMNS, Math.floor(place / COLUMNS))} size={26} />
        ))}
      </div>
    </div>
  );
}
