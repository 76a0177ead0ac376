import { lazy, Suspense } from "react";
import { insist } from "@/lib/insist";
import type { BulkProps } from "./bulk-dialog";
import { sizeOf, targetOf } from "./selection";

const CommandDialog = lazy(() => insist(() => import("@/components/commands/command-dialog")));

/** Any action, by a form of its official schema, for all that is selected. */
export function SendDialog({ selection, search, onClose }: BulkProps) {
  return (
    <Suspense fallback={null}>
      <CommandDialog
        target={{ kind: "many", many: { size: sizeOf(selection), ...targetOf(selection, search) } }}
        onClose={onClose}
      />
    </Suspense>
  );
}
