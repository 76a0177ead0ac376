import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import openapiTypescript, { astToString } from "openapi-typescript";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const TARGET = join(root, "dashboard", "src", "api", "generated", "schema.ts");

/** The types of the API as the gateway's source describes it now. */
export async function generated(): Promise<string> {
  const own = join(root, ".venv", "bin", "python");
  const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");
  const document = execFileSync(python, [join(root, "scripts", "openapi_document.py")], {
    env: { ...process.env, PYTHONPATH: join(root, "src") },
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const tree = await openapiTypescript(JSON.parse(document), { defaultNonNullable: false });
  return `// Generated from the OpenAPI document by \`npm run api\`. Do not edit.\n\n${astToString(tree)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeFile(TARGET, await generated());
