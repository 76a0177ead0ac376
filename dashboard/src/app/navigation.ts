import {
  EvCharger,
  KeyRound,
  LayoutDashboard,
  type LucideIcon,
  Map as MapIcon,
  Radar,
  ReceiptText,
  ScrollText,
  Server,
  ShieldCheck,
  SquareTerminal,
  Tag,
  UsersRound,
} from "lucide-react";
import type { TextKey } from "@/lib/i18n";

export type Place = { to: string; text: TextKey; icon: LucideIcon; permission: string; key: string };
export type PlaceGroup = { text: TextKey | null; places: readonly Place[] };

/** Those that the bottom bar of a phone has room for. */
export const ON_BAR: readonly string[] = ["/", "/stations", "/log"];
/** A page without the navigation around it, for a screen on a wall; its letter after `g`. */
export const WALL = "/wall";
export const WALL_KEY = "w";

/** The pages, in the groups of the side bar. `key` is the letter after `g`. */
export const PLACES: readonly PlaceGroup[] = [
  {
    text: null,
    places: [
      { to: "/", text: "nav.overview", icon: LayoutDashboard, permission: "stations:read", key: "o" },
      { to: "/stations", text: "nav.stations", icon: EvCharger, permission: "stations:read", key: "s" },
      { to: "/map", text: "nav.map", icon: MapIcon, permission: "stations:read", key: "m" },
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
  {
    text: "nav.access",
    places: [
      { to: "/id-tags", text: "nav.id-tags", icon: Tag, permission: "id-tags:read", key: "i" },
      { to: "/api-keys", text: "nav.api-keys", icon: KeyRound, permission: "api-keys:read", key: "k" },
      { to: "/users", text: "nav.users", icon: UsersRound, permission: "users:read", key: "u" },
    ],
  },
  {
    text: "nav.gateway",
    places: [
      { to: "/onboarding", text: "nav.onboarding", icon: Radar, permission: "stations:read", key: "n" },
      { to: "/audit", text: "nav.audit", icon: ShieldCheck, permission: "audit:read", key: "a" },
      { to: "/system", text: "nav.system", icon: Server, permission: "system:read", key: "y" },
    ],
  },
];
