/** Theme and density: kept on this device. `assets/theme.js` sets them before the first paint; this changes them. */

import { keep, kept } from "./kept";

export type Theme = "system" | "light" | "dark";
export type Density = "normal" | "compact";

const DENSITY = "densitychange";
const ORDER: readonly Theme[] = ["system", "light", "dark"];
const darkScheme = () => matchMedia("(prefers-color-scheme: dark)");

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
  dispatchEvent(new Event(DENSITY));
}

export function chosenDensity(): Density {
  return kept("density") === "compact" ? "compact" : "normal";
}

/** Lists measure their rows anew. */
export function onDensity(listener: () => void): () => void {
  addEventListener(DENSITY, listener);
  return () => removeEventListener(DENSITY, listener);
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
