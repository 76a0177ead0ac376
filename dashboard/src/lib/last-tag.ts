/** The id tag that was last charged on from here, so that the second start takes no typing. Gone with the sign-out. */

import { keep, kept } from "./kept";

const NAME = "last-tag";

export function lastTag(): string {
  return kept(NAME) ?? "";
}

export function keepTag(tag: string): void {
  keep(NAME, tag);
}

export function forgetTag(): void {
  keep(NAME, null);
}
