import { Menu, Search } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { t, withTexts } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { PLACES } from "./navigation";

const AccountDialog = lazy(() => withTexts(import("./account-dialog")));

const ITEM = "flex flex-col items-center justify-center gap-1 text-[11px] text-ink-3 font-[500]";

/** The phone's navigation. */
export function BottomBar({ onPalette }: { onPalette: () => void }) {
  const [more, setMore] = useState(false);
  return (
    <nav
      aria-label={t("nav.main")}
      className="sm:hidden fixed bottom-0 inset-x-0 z-30 bg-surface border-t border-line grid grid-cols-4 h-[64px] pb-1"
    >
      {PLACES.flatMap((group) => group.places)
        .slice(0, 2)
        .map((place) => (
          <Link key={place.to} to={place.to} className={ITEM} activeClass="!text-ink !font-[650]">
            <place.icon size={20} strokeWidth={1.75} aria-hidden="true" />
            <span>{t(place.text)}</span>
          </Link>
        ))}
      <button type="button" onClick={onPalette} className={ITEM}>
        <Search size={20} strokeWidth={1.75} aria-hidden="true" />
        <span>{t("nav.find")}</span>
      </button>
      <button type="button" onClick={() => setMore(true)} className={ITEM}>
        <Menu size={20} strokeWidth={1.75} aria-hidden="true" />
        <span>{t("nav.more")}</span>
      </button>
      {more && (
        <Suspense fallback={null}>
          <AccountDialog withPlaces onClose={() => setMore(false)} />
        </Suspense>
      )}
    </nav>
  );
}
