/** The typed client of the REST API, made from its OpenAPI document (`npm run api`). */

import createClient, { type Middleware } from "openapi-fetch";
import { t } from "@/lib/i18n";
import type { components, paths } from "./generated/schema";
import { accessToken, relearn, spoil } from "./session";

export type Schemas = components["schemas"];
export type ProblemDocument = Schemas["Problem"];

/** What the gateway answered instead of the thing that was asked for; `status` 0: it could not be reached. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly document: Partial<ProblemDocument>,
  ) {
    super(document.detail ?? document.title ?? (status === 0 ? t("error.unreachable") : `status ${status}`));
  }

  get missingPermission(): string | null {
    return this.status === 403 ? ((this.document.permission as string | undefined) ?? "") : null;
  }
}

const withToken: Middleware = {
  async onRequest({ request }) {
    const text = await accessToken();
    if (text) request.headers.set("Authorization", `Bearer ${text}`);
    return request;
  },
  async onResponse({ request, response }) {
    const used = request.headers.get("Authorization")?.slice("Bearer ".length);
    if (response.status === 401 && used) spoil(used);
    if (response.status === 403) relearn();
    return response;
  },
};

export const api = createClient<paths>({ baseUrl: "" });
api.use(withToken);

type Answer<Data> = { data?: Data; error?: unknown; response: Response };

/** The data of an answer. Raises `ApiProblem` for everything else, so that a query has one kind of failure. */
export async function data<Data>(asked: Promise<Answer<Data>>): Promise<Data> {
  let answer: Answer<Data>;
  try {
    answer = await asked;
  } catch {
    throw new ApiProblem(0, {});
  }
  if (answer.response.ok) return answer.data as Data;
  const document = typeof answer.error === "object" && answer.error !== null ? answer.error : {};
  throw new ApiProblem(answer.response.status, document);
}

/** A one-time ticket for the live feed. */
export async function feedTicket(): Promise<string | null> {
  const text = await accessToken();
  if (!text) return null;
  const response = await fetch("/api/v1/feed/tickets", {
    method: "POST",
    headers: { Authorization: `Bearer ${text}` },
  });
  if (response.status === 401) {
    spoil(text);
    return (await accessToken()) ? Promise.reject(new ApiProblem(401, {})) : null;
  }
  if (!response.ok) throw new ApiProblem(response.status, {});
  return ((await response.json()) as { ticket: string }).ticket;
}
