import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import type { Station } from "@/api/stations";
import { Age } from "@/components/ui/age";
import { StationCells } from "@/components/ui/station-cells";
import { t } from "@/lib/i18n";
import type { Column } from "./columns";
import { LinkSign, Power } from "./station-signs";

/** A station with what the feed knows better than the list. */
export type Row = { station: Station; online: boolean; lastMessage: string | null };

type Look = {
  className?: string;
  /** Figures and ages stand on the right. */
  right?: boolean;
  /** Where the window is too narrow for what is usual; not for what somebody has chosen. */
  narrow?: string;
  cell: (row: Row) => ReactNode;
};

const TEXT = "text-ink-2 max-w-[180px] truncate";

/** What stands in each column. Ordinary values are grey; only exceptions get weight (design, 5). */
export const LOOKS: Record<Column, Look> = {
  name: { className: TEXT, cell: ({ station }) => station.name },
  site: {
    className: "text-ink-2 max-w-[150px] truncate",
    narrow: "max-lg:hidden",
    cell: ({ station }) => station.group,
  },
  link: { cell: ({ online }) => <LinkSign online={online} /> },
  connectors: { cell: ({ station }) => <StationCells station={station.ocpp_id} /> },
  power: { right: true, cell: ({ station }) => <Power station={station.ocpp_id} /> },
  last: {
    right: true,
    className: "whitespace-nowrap",
    cell: ({ online, lastMessage }) => (
      <Age since={lastMessage} className={online ? "text-ink-2" : "font-[550] text-ink"} />
    ),
  },
  registration: {
    cell: ({ station }) => (
      <span className={station.registration === "accepted" ? "text-ink-2" : "font-[550]"}>
        {t(`stations.registration.${station.registration}`)}
      </span>
    ),
  },
  blocked: {
    cell: ({ station }) =>
      station.blocked && (
        <span className="inline-flex items-center gap-1.5 font-[550]">
          <Lock size={13} aria-hidden="true" />
          {t("station.blocked")}
        </span>
      ),
  },
  model: {
    className: "text-ink-2 whitespace-nowrap max-w-[220px] truncate",
    narrow: "max-lg:hidden",
    cell: ({ station }) => (
      <>
        {station.vendor} <span className="text-ink-3">{station.model}</span>
      </>
    ),
  },
  serial: { className: TEXT, cell: ({ station }) => station.serial_number },
  firmware: {
    className: "text-ink-2 max-w-[120px] truncate",
    narrow: "max-2xl:hidden",
    cell: ({ station }) => station.firmware_version,
  },
  ocpp: { className: "text-ink-2", cell: ({ station }) => station.ocpp_version },
  profile: {
    right: true,
    className: "text-ink-2",
    cell: ({ station }) => station.security_profile,
  },
  address: { className: TEXT, cell: ({ station }) => station.remote_address },
  connected: {
    right: true,
    className: "text-ink-2 whitespace-nowrap",
    cell: ({ station, online }) => online && <Age since={station.connected_at} />,
  },
  boot: {
    right: true,
    className: "text-ink-2 whitespace-nowrap",
    cell: ({ station }) => <Age since={station.last_boot_at} />,
  },
  created: {
    right: true,
    className: "text-ink-2 whitespace-nowrap",
    cell: ({ station }) => <Age since={station.created_at} />,
  },
};
