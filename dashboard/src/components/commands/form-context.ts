import { createContext } from "react";
import type { ConnectorFacts } from "./deeds";

/** What every field of a payload may need to know, however deep it stands. */
export type FormFacts = {
  action: string;
  /** The one station that is told; null for many. */
  station: string | null;
  connectors: readonly (ConnectorFacts & { state: string })[];
  /** What is wrong, by path; what nobody has filled in yet is not reproached. */
  errors: ReadonlyMap<string, string>;
};

export const FormContext = createContext<FormFacts>({
  action: "",
  station: null,
  connectors: [],
  errors: new Map(),
});
