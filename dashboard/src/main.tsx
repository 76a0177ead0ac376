import "@fontsource-variable/inter/opsz.css";
import "./app/styles.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app";
import { startLanguage } from "./lib/i18n";
import { followSystem } from "./lib/theme";

const root = document.getElementById("root");
if (!root) throw new Error("the page has no place for the dashboard");

followSystem();
void startLanguage().finally(() =>
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  ),
);
