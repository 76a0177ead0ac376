import { withTexts } from "@/lib/i18n";
import { route } from "@/lib/router";

/** Every page with its address; each is a chunk of its own. */
export const ROUTES = [
  route("/", () => import("@/features/overview/overview-page")),
  route("/stations", () => withTexts(import("@/features/stations/stations-page"))),
  route("/stations/$station", () => withTexts(import("@/features/station/station-page"))),
  route("/log", () => withTexts(import("@/features/log/log-page"))),
  route("/commands", () => withTexts(import("@/features/commands/commands-page"))),
  route("/transactions", () => withTexts(import("@/features/transactions/transactions-page"))),
  route("/transactions/$transaction", () => withTexts(import("@/features/transaction/transaction-page"))),
];
