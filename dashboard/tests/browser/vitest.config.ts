import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** The built dashboard in a real browser, served by a real gateway. `./gateway test` runs it; see CONTRIBUTING.md. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  test: {
    environment: "node",
    include: process.env.GATEWAY_SCREENSHOTS ? ["screenshots.ts"] : ["*.test.ts"],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Each file has a gateway, a browser and a fleet of its own; figures of speed are time of the processor.
    maxWorkers: 2,
  },
});
