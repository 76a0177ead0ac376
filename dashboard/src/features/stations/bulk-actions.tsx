import {
  CircleMinus,
  CirclePlay,
  FileDown,
  type LucideIcon,
  RotateCw,
  SlidersHorizontal,
  SquareTerminal,
} from "lucide-react";
import type { ComponentType } from "react";
import { type TextKey, t } from "@/lib/i18n";
import { BulkDialog, type BulkProps, type Order } from "./bulk-dialog";
import { ConfigureDialog } from "./configure-dialog";
import { DiagnosticsDialog } from "./diagnostics-dialog";
import { SendDialog } from "./send-dialog";

/** One button of the selection bar and what it opens. */
export type BulkAction = { text: TextKey; icon: LucideIcon; Dialog: ComponentType<BulkProps> };

function plain(text: TextKey, consequence: TextKey, order: Order, danger = false): ComponentType<BulkProps> {
  return function PlainDialog(props: BulkProps) {
    return (
      <BulkDialog {...props} name={t(text)} consequence={t(consequence)} danger={danger} order={order} />
    );
  };
}

/** A restart is not kept for a station that is away: it would come at a time that nobody has chosen. */
const RESTART: Order = { action: "Reset", payload: { type: "Soft" }, when_offline: "fail" };

/** What can be done with many stations, in the order of the bar. A block is kept by the gateway, also over a reboot. */
export const BULK_ACTIONS: readonly BulkAction[] = [
  {
    text: "bulk.out",
    icon: CircleMinus,
    Dialog: plain("bulk.out", "bulk.out.consequence", { wanted: "blocked" }, true),
  },
  {
    text: "bulk.in",
    icon: CirclePlay,
    Dialog: plain("bulk.in", "bulk.in.consequence", { wanted: "unblocked" }),
  },
  {
    text: "bulk.restart",
    icon: RotateCw,
    Dialog: plain("bulk.restart", "bulk.restart.consequence", RESTART, true),
  },
  { text: "bulk.diagnostics", icon: FileDown, Dialog: DiagnosticsDialog },
  { text: "bulk.configure", icon: SlidersHorizontal, Dialog: ConfigureDialog },
  { text: "send.open", icon: SquareTerminal, Dialog: SendDialog },
];
