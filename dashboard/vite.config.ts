import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { compressed } from "./scripts/compressed.ts";

const gateway = process.env.GATEWAY_HTTP ?? "http://127.0.0.1:8000";

/** What every page needs: the frame of the app and what stands below it. */
const FIRST = new RegExp(
  [
    String.raw`node_modules/(react|react-dom|scheduler|clsx|openapi-fetch)/`,
    String.raw`node_modules/@tanstack/(query-core|react-query)/(?!.*[iI]nfinite)(?!.*[mM]utation)`,
    String.raw`src/app/(app|bottom-bar|error-boundary|keys|navigation|page-header|routes|shell|sidebar|account-menu|waiting)\.`,
    String.raw`src/api/(client|session|raw|overview)\.`,
    String.raw`src/lib/(i18n|insist|router|format|keys|kept|last-tag|now|paced|theme|states|wide|feed/\w+|locales/en/first)\.ts`,
    String.raw`src/components/ui/(button|skeleton|card|mark|problem|notice|age|fleet-strip|live-banner|shares)\.`,
    String.raw`src/components/fleet/attention-words\.`,
  ].join("|"),
);

export default defineConfig({
  plugins: [react(), tailwindcss(), compressed()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../src/ocpp_gateway/api/static",
    emptyOutDir: true,
    target: "es2022",
    manifest: true,
    // The content policy allows no data: addresses but pictures; fonts stay files.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 400,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs is one file: split by who else uses it, it compresses worse by kilobytes.
          groups: [{ name: "first", test: FIRST }],
        },
      },
    },
  },
  server: {
    proxy: {
      "/api/v1/feed": { target: gateway, ws: true },
      "/api": { target: gateway },
    },
  },
});
