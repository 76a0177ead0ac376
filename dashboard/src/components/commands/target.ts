import type { Many } from "@/api/actions";
import type { Draft } from "@/lib/actions/draft";

/** Who is told: one station, or many of which some may be known by name. */
export type Target = { kind: "station"; station: string } | { kind: "many"; many: Many };

/** What is known before the dialog opens; with a whole payload only the question is left. */
export type Wish = { action: string; payload?: Draft; sure?: boolean };
