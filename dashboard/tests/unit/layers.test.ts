import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SOURCE = join(import.meta.dirname, "..", "..", "src");
/** Upstairs first: a file imports from its own floor's folder or from below. */
const FLOORS = ["app", "features", "components", "api", "lib"];
const LONGEST = 300;

const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.tsx?$/.test(file) && !file.includes("generated"))
  .map((file) => ({ file, text: readFileSync(join(SOURCE, file), "utf8") }));

function floor(path: string): number {
  return FLOORS.indexOf(path.split("/")[0] ?? "");
}

describe("the house of the dashboard", () => {
  it.each(files.filter(({ file }) => file !== "main.tsx"))(
    "$file imports only downstairs",
    ({ file, text }) => {
      const own = file.split("/");
      for (const [, wanted = ""] of text.matchAll(/from "@\/([^"]+)"|import\("@\/([^"]+)"\)/g)) {
        if (!wanted) continue;
        const other = wanted.split("/");
        expect(floor(wanted), `${file} imports ${wanted}`).toBeGreaterThanOrEqual(floor(file));
        const sideways = own[0] === "features" && other[0] === "features" && own[1] !== other[1];
        expect(sideways, `${file} imports ${wanted}`).toBe(false);
      }
      for (const [, wanted = ""] of text.matchAll(/from "(\.\.\/[^"]+)"/g)) {
        expect(own[0], `${file} leaves its folder by ${wanted}`).toBe("lib");
      }
    },
  );

  it.each(files.filter(({ file }) => !file.includes("locales")))(
    "$file can be read in one sitting",
    ({ text }) => {
      expect(text.split("\n").length).toBeLessThanOrEqual(LONGEST);
    },
  );

  it("has no file that only passes others on, and no style or script that the policy would refuse", () => {
    for (const { file, text } of files) {
      expect(file).not.toMatch(/index\.tsx?$/);
      expect(text, file).not.toMatch(/dangerouslySetInnerHTML|innerHTML|insertAdjacentHTML|<style/);
    }
  });
});
