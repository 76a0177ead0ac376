/** German, one load. The same keys as English; a test holds them together. */

import type { Catalogue } from "../../i18n";
import { actions } from "./actions";
import { administration } from "./administration";
import { control } from "./control";
import { first } from "./first";
import { onboarding } from "./onboarding";
import { stations } from "./stations";
import { tables } from "./tables";

export const de: Catalogue = {
  ...actions,
  ...administration,
  ...control,
  ...first,
  ...onboarding,
  ...stations,
  ...tables,
};
