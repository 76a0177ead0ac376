import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const BUILT = join(import.meta.dirname, "..", "..", "..", "src", "ocpp_gateway", "api", "static");
const MOST = 120_000;
type Chunk = { file: string; imports?: string[]; css?: string[]; isEntry?: boolean };

/** Scripts and styles that the browser needs before it shows a page: the entry, the page, and what both import. */
function needed(manifest: Record<string, Chunk>, ...roots: string[]): Set<string> {
  const found = new Set<string>();
  const visit = (key: string) => {
    const chunk = manifest[key];
    if (!chunk || found.has(chunk.file)) return;
    found.add(chunk.file);
    for (const style of chunk.css ?? []) found.add(style);
    for (const one of chunk.imports ?? []) visit(one);
  };
  for (const root of roots) visit(root);
  return found;
}

it.each(["src/features/sign-in/sign-in-page.tsx", "src/features/overview/overview-page.tsx"])(
  "the first load with %s stays below 120 kB gzip",
  (page) => {
    const manifest = JSON.parse(readFileSync(join(BUILT, ".vite", "manifest.json"), "utf8"));
    expect(manifest[page], page).toBeDefined();
    const files = [...needed(manifest, "index.html", page)];
    const sizes = files.map((file) => [file, statSync(join(BUILT, `${file}.gz`)).size] as const);
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    expect(total, sizes.map(([file, size]) => `${file} ${size}`).join("\n")).toBeLessThan(MOST);
  },
);
