import { withTexts } from "@/lib/i18n";
import { insist } from "@/lib/insist";
import { route } from "@/lib/router";

/** Every page with its address; each is a chunk of its own. */
export const ROUTES = [
  route("/", () => insist(() => import("@/features/overview/overview-page"))),
  route("/stations", () => withTexts(() => import("@/features/stations/stations-page"))),
  route("/stations/$station", () => withTexts(() => import("./station-route"))),
  route("/wall", () => withTexts(() => import("@/features/wall/wall-page"))),
  route("/map", () => withTexts(() => import("@/features/map/map-page"))),
  route("/log", () => withTexts(() => import("@/features/log/log-page"))),
  route("/scan", () => withTexts(() => import("@/features/scan/scan-page"))),
  route("/commands", () => withTexts(() => import("@/features/commands/commands-page"))),
  route("/transactions", () => withTexts(() => import("@/features/transactions/transactions-page"))),
  route("/transactions/$transaction", () =>
    withTexts(() => import("@/features/transaction/transaction-page")),
  ),
  route("/onboarding", () => withTexts(() => import("@/features/onboarding/onboarding-page"))),
  route("/system", () => withTexts(() => import("@/features/system/system-page"))),
  route("/id-tags", () => withTexts(() => import("@/features/id-tags/id-tags-page"))),
  route("/users", () => withTexts(() => import("@/features/users/users-page"))),
  route("/account", () => withTexts(() => import("@/features/account/account-page"))),
  route("/api-keys", () => withTexts(() => import("@/features/api-keys/api-keys-page"))),
  route("/audit", () => withTexts(() => import("@/features/audit/audit-page"))),
];
