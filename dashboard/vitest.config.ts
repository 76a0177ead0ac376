import { mergeConfig } from "vite";
import { defineConfig } from "vitest/config";
import vite from "./vite.config.ts";

/** Beside that of the build, which knows nothing of what only tests need (`./gateway run` does not install it). */
export default mergeConfig(
  vite,
  defineConfig({
    test: {
      environment: "happy-dom",
      include: ["tests/unit/**/*.test.{ts,tsx}"],
      restoreMocks: true,
    },
  }),
);
