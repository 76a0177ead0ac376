/** German, one load. The same keys as English; a test holds them together. */

import type { Catalogue } from "../../i18n";
import { administration } from "./administration";
import { control } from "./control";
import { first } from "./first";
import { map } from "./map";
import { onboarding } from "./onboarding";
import { stations } from "./stations";

export const de: Catalogue = { ...administration, ...control, ...first, ...map, ...onboarding, ...stations };
