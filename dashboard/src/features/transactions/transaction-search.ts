import type { Schemas } from "@/api/client";

export type Status = Schemas["Transaction"]["status"];
export const STATUSES = [
  "active",
  "completed",
  "interrupted",
  "unmatched",
] as const satisfies readonly Status[];

/** What stands in the address; `from` and `to` are days of the person's own calendar, both included. */
export type TransactionSearch = {
  station?: string;
  id_tag?: string;
  from?: string;
  to?: string;
  status?: Status;
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;

function day(text: string | undefined): string | undefined {
  return text && DAY.test(text) && !Number.isNaN(Date.parse(text)) ? text : undefined;
}

export function readTransactionSearch(search: Record<string, string>): TransactionSearch {
  return {
    station: search.station || undefined,
    id_tag: search.id_tag || undefined,
    from: day(search.from),
    to: day(search.to),
    status: STATUSES.find((one) => one === search.status),
  };
}

/** The filters as the API names them: a day begins at midnight where one is, and the last one is counted in. */
export function transactionFilter({ from, to, ...others }: TransactionSearch) {
  const begin = from && new Date(`${from}T00:00`);
  const end = to && new Date(`${to}T00:00`);
  if (end) end.setDate(end.getDate() + 1);
  return {
    ...others,
    from: begin ? begin.toISOString() : undefined,
    to: end ? end.toISOString() : undefined,
  };
}
