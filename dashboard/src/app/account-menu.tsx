import { Monitor, Moon, Sun } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { sessionState } from "@/api/session";
import { Button } from "@/components/ui/button";
import { t, withTexts } from "@/lib/i18n";
import { chosenTheme, nextTheme, setTheme } from "@/lib/theme";

const AccountDialog = lazy(() => withTexts(() => import("./account-dialog")));

const THEME_ICONS = { system: Monitor, light: Sun, dark: Moon } as const;

export function ThemeButton() {
  const [theme, change] = useState(chosenTheme);
  const Icon = THEME_ICONS[theme];
  const toggle = () => {
    const next = nextTheme(theme);
    setTheme(next);
    change(next);
  };
  return (
    <Button
      look="quiet"
      size="icon"
      onClick={toggle}
      aria-label={t("nav.theme", { theme: t(`nav.theme.${theme}`) })}
      className="max-lg:hidden"
    >
      <Icon size={15} aria-hidden="true" />
    </Button>
  );
}

function initials(name: string): string {
  const words = name.split(/[\s.@-]+/).filter(Boolean);
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
}

export function AccountMenu() {
  const [open, setOpen] = useState(false);
  const session = sessionState();
  if (session.status !== "signed-in") return null;
  const { name, email, role } = session.me;
  return (
    <div className="flex items-center gap-1 h-10 max-lg:justify-center">
      <button
        type="button"
        title={t("nav.account")}
        onClick={() => setOpen(true)}
        className="flex items-center gap-2.5 min-w-0 flex-1 h-10 px-1.5 rounded-ctl hover:bg-hover text-left max-lg:justify-center max-lg:px-0"
      >
        <span className="grid place-items-center size-7 shrink-0 rounded-full bg-line text-ink-2 text-2xs font-[650]">
          {initials(name || email)}
        </span>
        <span className="min-w-0 max-lg:sr-only">
          <span className="block text-xs font-[600] truncate">{name || email}</span>
          <span className="block text-2xs leading-4 text-ink-3 truncate">{t(`role.${role}`)}</span>
        </span>
      </button>
      <ThemeButton />
      {open && (
        <Suspense fallback={null}>
          <AccountDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </div>
  );
}
