import { lazy } from "react";
import StationPage, { type OtherTabs } from "@/features/station/station-page";

/** The tabs of a station that are features of their own: here, because features do not know each other. */
const OTHERS: OtherTabs = {
  configuration: lazy(() => import("@/features/station-configuration/configuration-tab")),
  security: lazy(() => import("@/features/station-security/security-tab")),
  audit: lazy(() => import("@/features/station-audit/audit-tab")),
};

export default function StationRoute() {
  return <StationPage others={OTHERS} />;
}
