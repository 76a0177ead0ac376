const LONGEST_IDENTITY = 255;
const ADDRESS = /^([a-z][a-z\d+.-]*):\/\//i;

function decoded(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null; // a half escape: no station is called so
  }
}

function identity(text: string | null): string | null {
  if (!text || text.length > LONGEST_IDENTITY) return null;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no identity holds one
  return /[\s/\u0000-\u001f\u007f]/.test(text) ? null : text;
}

/**
 * The station that a code on it, or somebody's typing, names: its bare identity, the address that it connects to
 * (`wss://…/ocpp/CP-1`), or its page in this dashboard. Null for anything else, as the address of a payment page.
 */
export function stationIn(text: string): string | null {
  const wanted = text.trim();
  const scheme = ADDRESS.exec(wanted)?.[1]?.toLowerCase();
  if (!scheme) return identity(wanted);
  let parts: string[];
  try {
    parts = new URL(wanted).pathname.split("/").filter(Boolean);
  } catch {
    return null;
  }
  if (scheme === "ws" || scheme === "wss")
    return parts.length < 2 ? null : identity(decoded(parts.at(-1) ?? ""));
  if (scheme !== "http" && scheme !== "https") return null;
  const at = parts.findIndex((part) => part === "stations" || part === "ocpp");
  return at < 0 ? null : identity(decoded(parts[at + 1] ?? ""));
}
