// Before the first paint, so that nobody sees the other theme flash. A file of its own because the content policy
// forbids inline scripts.
(() => {
  const root = document.documentElement;
  let chosen = "system";
  let density = "normal";
  try {
    chosen = localStorage.getItem("theme") || "system";
    density = localStorage.getItem("density") || "normal";
  } catch {
    // A browser that keeps nothing follows the system.
  }
  const dark =
    chosen === "dark" || (chosen === "system" && matchMedia("(prefers-color-scheme: dark)").matches);
  root.dataset.theme = dark ? "dark" : "light";
  root.dataset.density = density;
})();
