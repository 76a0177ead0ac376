import type { Attention } from "@/api/overview";
import { t } from "@/lib/i18n";
import type { ConnectorState } from "@/lib/states";

export type Words = { state: ConnectorState; title: string; text: string };

/** The words of one thing to look after; the kinds are those of `GET /overview`. */
export function attentionWords(item: Attention): Words {
  const name = item.connector === null ? item.station : `${item.station} · ${item.connector}`;
  const detail = item.detail ?? "";
  switch (item.kind) {
    case "offline_while_charging":
      return {
        state: "Unknown",
        title: t("overview.attention.offline", { name }),
        text: t("overview.attention.offline.charging", { count: item.count }),
      };
    case "station_offline":
      return {
        state: "Unknown",
        title: t(item.since ? "overview.attention.offline" : "overview.attention.never", { name }),
        text: t(item.since ? "overview.attention.offline.text" : "overview.attention.never.text"),
      };
    case "connector_faulted":
    case "station_faulted":
      return {
        state: "Faulted",
        title: t("overview.attention.fault", { name, detail: detail || t("state.Faulted") }),
        text: t("overview.attention.fault.text"),
      };
    case "station_pending":
      return {
        state: "Reserved",
        title: t("overview.attention.pending", { name }),
        text: detail || t("overview.attention.pending.text"),
      };
    case "block_rejected":
      return {
        state: "SuspendedEVSE",
        title: t("overview.attention.block", { name }),
        text: detail && t("overview.attention.block.text", { who: detail }),
      };
    case "messages_quarantined":
      return {
        state: "SuspendedEVSE",
        title: t("overview.attention.quarantined", { name, count: item.count }),
        text: detail,
      };
    default:
      return {
        state: "SuspendedEVSE",
        title: t("overview.attention.departed", { name, count: item.count }),
        text: detail.replace(/^Q\d+-/, "").replaceAll("-", " "),
      };
  }
}
