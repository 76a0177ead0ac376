import {
  EvCharger,
  LayoutDashboard,
  type LucideIcon,
  ReceiptText,
  ScrollText,
  SquareTerminal,
} from "lucide-react";
import type { TextKey } from "@/lib/i18n";

export type Place = { to: string; text: TextKey; icon: LucideIcon; permission: string; key: string };
export type PlaceGroup = { text: TextKey | null; places: readonly Place[] };

/** The pages, in the groups of the side bar. `key` is the letter after `g`. */
export const PLACES: readonly PlaceGroup[] = [
  {
    text: null,
    places: [
      { to: "/", text: "nav.overview", icon: LayoutDashboard, permission: "stations:read", key: "o" },
      { to: "/stations", text: "nav.stations", icon: EvCharger, permission: "stations:read", key: "s" },
      {
        to: "/transactions",
        text: "nav.transactions",
        icon: ReceiptText,
        permission: "transactions:read",
        key: "t",
      },
      { to: "/log", text: "nav.log", icon: ScrollText, permission: "logs:read", key: "l" },
      { to: "/commands", text: "nav.commands", icon: SquareTerminal, permission: "commands:read", key: "c" },
    ],
  },
];
