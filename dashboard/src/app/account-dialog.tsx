import { LogOut, Search } from "lucide-react";
import { useState } from "react";
import { may, signOut } from "@/api/session";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Segmented } from "@/components/ui/segmented";
import { chooseLanguage, currentLanguage, LANGUAGES, t } from "@/lib/i18n";
import { Link } from "@/lib/router";
import { chosenDensity, chosenTheme, setDensity, setTheme } from "@/lib/theme";
import { ON_BAR, PLACES, WALL } from "./navigation";

/** Display, language, and the way out; on a phone also the pages that the bottom bar has no room for. */
export default function AccountDialog({
  onClose,
  withPlaces,
  onFind,
}: {
  onClose: () => void;
  withPlaces?: boolean;
  onFind?: () => void;
}) {
  const [theme, changeTheme] = useState(chosenTheme);
  const [compact, setCompact] = useState(chosenDensity() === "compact");
  const themes = (["system", "light", "dark"] as const).map((value) => ({
    value,
    label: t(`nav.theme.${value}`),
  }));
  const languages = LANGUAGES.map((value) => ({ value, label: t(`nav.language.${value}`) }));
  return (
    <Dialog title={t("nav.account")} onClose={onClose} className="max-w-[360px]">
      <div className="p-5 space-y-4 text-sm">
        {withPlaces && (
          <nav aria-label={t("nav.more")} className="space-y-px -mx-2">
            {onFind && (
              <button
                type="button"
                onClick={onFind}
                className="flex items-center gap-3 h-11 px-2 w-full text-left rounded-ctl rowx"
              >
                <Search size={18} aria-hidden="true" className="text-ink-3" />
                {t("nav.find")}
              </button>
            )}
            {PLACES.flatMap((group) => group.places)
              .filter((place) => may(place.permission) && !ON_BAR.includes(place.to))
              .map((place) => (
                <Link
                  key={place.to}
                  to={place.to}
                  onClick={onClose}
                  className="flex items-center gap-3 h-11 px-2 rounded-ctl rowx"
                >
                  <place.icon size={18} aria-hidden="true" className="text-ink-3" />
                  {t(place.text)}
                </Link>
              ))}
          </nav>
        )}
        <Segmented
          label={t("nav.theme", { theme: t(`nav.theme.${theme}`) })}
          value={theme}
          options={themes}
          onChange={(next) => {
            setTheme(next);
            changeTheme(next);
          }}
        />
        <div>
          <Segmented
            label={t("nav.language")}
            value={currentLanguage()}
            options={languages}
            onChange={(next) => void chooseLanguage(next)}
          />
        </div>
        <div className="flex items-center gap-2">
          <Checkbox
            label={t("nav.density")}
            checked={compact}
            onChange={(next) => {
              setDensity(next ? "compact" : "normal");
              setCompact(next);
            }}
          />
          <span aria-hidden="true">{t("nav.density")}</span>
        </div>
        <div className="flex flex-wrap gap-x-5">
          {[
            { to: "/account", text: t("nav.own-account") },
            { to: WALL, text: t("wall.enter") },
          ].map(({ to, text }) => (
            <Link
              key={to}
              to={to}
              onClick={onClose}
              className="inline-flex items-center min-h-8 max-sm:min-h-10 underline underline-offset-3 decoration-line-3"
            >
              {text}
            </Link>
          ))}
        </div>
        <div className="flex gap-2 pt-1">
          <a
            href="/api/docs"
            className="text-ink-2 underline underline-offset-3 decoration-line-3 self-center"
          >
            {t("nav.docs")}
          </a>
          <Button className="ml-auto" onClick={() => void signOut()}>
            <LogOut size={15} aria-hidden="true" />
            {t("nav.sign-out")}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
