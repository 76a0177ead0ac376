import { clsx } from "clsx";
import { Search } from "lucide-react";
import type { ReactNode } from "react";
import { may } from "@/api/session";
import { Mark } from "@/components/ui/mark";
import { useFleet } from "@/lib/feed/live";
import { count } from "@/lib/format";
import { t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { AccountMenu } from "./account-menu";
import { PLACES, type Place } from "./navigation";

/** 216 px from 1024, a rail of 56 px from 640, nothing below. */
export function Sidebar({ onPalette }: { onPalette: () => void }) {
  return (
    <aside
      aria-label={t("nav.sidebar")}
      className="max-sm:hidden w-14 lg:w-[216px] shrink-0 flex flex-col bg-canvas border-r border-line sticky top-0 h-screen"
    >
      <Link to="/" className="flex items-center gap-2.5 h-[51px] px-[18px] max-lg:justify-center max-lg:px-0">
        <Mark size={24} />
        <span className="text-sm font-[650] tracking-[-.01em] max-lg:sr-only">{t("app.name")}</span>
      </Link>
      <div className="px-2.5 pt-1 pb-3 max-lg:px-2">
        <button
          type="button"
          onClick={onPalette}
          aria-keyshortcuts="Control+K Meta+K"
          className="flex items-center gap-2 w-full h-8 px-2.5 max-lg:justify-center max-lg:px-0 rounded-ctl border border-line-2 bg-surface text-ink-3 text-sm"
        >
          <Search size={15} aria-hidden="true" className="shrink-0" />
          <span className="max-lg:sr-only truncate">{t("nav.find")}</span>
          <span aria-hidden="true" className="ml-auto flex gap-0.5 max-lg:hidden">
            <Key>Ctrl</Key>
            <Key>K</Key>
          </span>
        </button>
      </div>
      <nav aria-label={t("nav.main")} className="flex-1 px-2.5 max-lg:px-2 space-y-4 overflow-y-auto">
        {PLACES.map((group) => (
          <div key={group.text ?? ""} className="space-y-px">
            {group.text && (
              <div className="px-2.5 pb-1 text-2xs font-[550] text-ink-3 max-lg:hidden">{t(group.text)}</div>
            )}
            {group.places
              .filter((place) => may(place.permission))
              .map((place) => (
                <SidebarLink key={place.to} place={place} />
              ))}
          </div>
        ))}
      </nav>
      <div className="p-2.5 border-t border-line max-lg:p-2">
        <AccountMenu />
      </div>
    </aside>
  );
}

function SidebarLink({ place }: { place: Place }) {
  const { totals } = useFleet("totals");
  const Icon = place.icon;
  const number = place.to === "/stations" && totals.stations > 0 ? count(totals.stations) : null;
  return (
    <Link
      to={place.to}
      title={t(place.text)}
      className={clsx(
        "group relative flex items-center gap-2.5 h-8 px-2.5 rounded-ctl text-sm max-lg:justify-center max-lg:px-0",
        "text-ink-2 font-[500] hover:bg-hover",
      )}
      activeClass="bg-[color-mix(in_oklab,var(--ink)_6%,transparent)] !text-ink !font-[600] nav-on"
    >
      <Icon size={16} aria-hidden="true" className="text-ink-3 group-[.nav-on]:text-ink" />
      <span className="max-lg:sr-only">{t(place.text)}</span>
      {number && <span className="ml-auto text-2xs text-ink-3 max-lg:hidden">{number}</span>}
    </Link>
  );
}

export function Key({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-grid place-items-center min-w-[18px] h-[18px] px-1 rounded-[4px] border border-line-2 bg-surface text-ink-3 text-[11px] font-sans font-medium leading-none">
      {children}
    </kbd>
  );
}
