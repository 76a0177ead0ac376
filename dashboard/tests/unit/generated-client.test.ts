import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { generated, TARGET } from "../../scripts/generate-api";

it("the committed types are those of the gateway's OpenAPI document (npm run api)", async () => {
  expect(readFileSync(TARGET, "utf8") === (await generated())).toBe(true);
}, 60_000);
