/** German, one load. The same keys as English; a test holds them together. */

import type { Catalogue } from "../../i18n";
import { actions } from "./actions";
import { administration } from "./administration";
import { configuration } from "./configuration";
import { control } from "./control";
import { first } from "./first";
import { map } from "./map";
import { onboarding } from "./onboarding";
import { overview } from "./overview";
import { security } from "./security";
import { stations } from "./stations";
import { tables } from "./tables";

export const de: Catalogue = {
  ...actions,
  ...administration,
  ...configuration,
  ...control,
  ...first,
  ...map,
  ...onboarding,
  ...overview,
  ...security,
  ...stations,
  ...tables,
};
