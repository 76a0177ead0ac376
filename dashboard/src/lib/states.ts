/** The nine connector states of OCPP 1.6 and Unknown, in the order in which the fleet strip shows them. */
export const CONNECTOR_STATES = [
  "Charging",
  "Preparing",
  "Finishing",
  "SuspendedEV",
  "SuspendedEVSE",
  "Reserved",
  "Available",
  "Unavailable",
  "Faulted",
  "Unknown",
] as const;

export type ConnectorState = (typeof CONNECTOR_STATES)[number];

/** What hurts most first: the order of facets and of "the worst state of a station". */
export const WORST_FIRST: readonly ConnectorState[] = [
  "Faulted",
  "Unknown",
  "SuspendedEVSE",
  "SuspendedEV",
  "Charging",
  "Preparing",
  "Finishing",
  "Reserved",
  "Unavailable",
  "Available",
];

const KNOWN: ReadonlySet<string> = new Set(CONNECTOR_STATES);

export function isConnectorState(word: string): word is ConnectorState {
  return KNOWN.has(word);
}

export function worstState(states: readonly ConnectorState[]): ConnectorState {
  return WORST_FIRST.find((state) => states.includes(state)) ?? "Unknown";
}
