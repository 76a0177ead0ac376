import type { Catalogue } from "../i18n";
import { en } from "./en";
export const de: Catalogue = en;
