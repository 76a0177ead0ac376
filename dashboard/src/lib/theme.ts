/** Theme and density: kept on this device. `assets/theme.js` sets them before the first paint; this changes them. */

export type Theme = "system" | "light" | "dark";
export type Density = "normal" | "compact";

const ORDER: readonly Theme[] = ["system", "light", "dark"];
const darkScheme = () => matchMedia("(prefers-color-scheme: dark)");

function kept(name: string): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null; // storage is switched off: everything follows the defaults
  }
}

function keep(name: string, value: string): void {
  try {
    localStorage.setItem(name, value);
  } catch {
    return; // the choice holds until the page is closed
  }
}

export function chosenTheme(): Theme {
  const theme = kept("theme");
  return theme === "light" || theme === "dark" ? theme : "system";
}

export function setTheme(theme: Theme): void {
  keep("theme", theme);
  paint(theme);
}

export function nextTheme(theme: Theme): Theme {
  return ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length] ?? "system";
}

export function setDensity(density: Density): void {
  keep("density", density);
  document.documentElement.dataset.density = density;
}

export function chosenDensity(): Density {
  return kept("density") === "compact" ? "compact" : "normal";
}

/** Follow the system while nobody has chosen. */
export function followSystem(): () => void {
  const scheme = darkScheme();
  const changed = () => paint(chosenTheme());
  scheme.addEventListener("change", changed);
  return () => scheme.removeEventListener("change", changed);
}

function paint(theme: Theme): void {
  const dark = theme === "dark" || (theme === "system" && darkScheme().matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}
