import { lazy } from "react";
import StationPage, { type OtherTabs } from "@/features/station/station-page";
import { insist } from "@/lib/insist";

/** The tabs of a station that are features of their own: here, because features do not know each other. */
const OTHERS: OtherTabs = {
  configuration: lazy(() => insist(() => import("@/features/station-configuration/configuration-tab"))),
  security: lazy(() => insist(() => import("@/features/station-security/security-tab"))),
  audit: lazy(() => insist(() => import("@/features/station-audit/audit-tab"))),
};

export default function StationRoute() {
  return <StationPage others={OTHERS} />;
}
