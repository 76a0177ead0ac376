import { Menu, ScanLine } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { t, withTexts } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { ON_BAR, PLACES } from "./navigation";

const AccountDialog = lazy(() => withTexts(() => import("./account-dialog")));

const ITEM = "flex flex-col items-center justify-center gap-1 text-[11px] text-ink-3 font-[500] min-w-0";

function Places({ of }: { of: readonly string[] }) {
  const places = PLACES.flatMap((group) => group.places);
  return of.map((to) => {
    const place = places.find((one) => one.to === to);
    return (
      place && (
        <Link key={to} to={to} className={ITEM} activeClass="!text-ink !font-[650]">
          <place.icon size={20} strokeWidth={1.75} aria-hidden="true" />
          <span className="max-w-full truncate">{t(place.text)}</span>
        </Link>
      )
    );
  });
}

/** The phone's navigation: in the middle the way from the code on a station to its page. */
export function BottomBar({ onPalette }: { onPalette: () => void }) {
  const [more, setMore] = useState(false);
  return (
    <nav
      aria-label={t("nav.main")}
      className="sm:hidden fixed bottom-0 inset-x-0 z-30 bg-surface border-t border-line grid grid-cols-5 h-[64px] pb-1"
    >
      <Places of={ON_BAR.slice(0, 2)} />
      <Link to="/scan" aria-label={t("nav.scan")} className="grid place-items-center">
        <span className="grid place-items-center size-11 rounded-full bg-primary text-on-primary">
          <ScanLine size={20} strokeWidth={1.75} aria-hidden="true" />
        </span>
      </Link>
      <Places of={ON_BAR.slice(2)} />
      <button type="button" onClick={() => setMore(true)} className={ITEM}>
        <Menu size={20} strokeWidth={1.75} aria-hidden="true" />
        <span>{t("nav.more")}</span>
      </button>
      {more && (
        <Suspense fallback={null}>
          <AccountDialog
            withPlaces
            onFind={() => {
              setMore(false);
              onPalette();
            }}
            onClose={() => setMore(false)}
          />
        </Suspense>
      )}
    </nav>
  );
}
