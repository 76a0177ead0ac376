import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Axe finds nothing in the page as it stands now: for what is open only while somebody does something. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map((node) => `${what}: ${id}: ${node.html.slice(0, 160)} (${node.failureSummary})`),
  );
  expect(found).toEqual([]);
}
