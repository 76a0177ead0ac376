/** English, for the pages beside the first. Loaded with the first of them (`withTexts`). */

import { actions } from "./actions";
import { administration } from "./administration";
import { configuration } from "./configuration";
import { control } from "./control";
import { map } from "./map";
import { onboarding } from "./onboarding";
import { overview } from "./overview";
import { security } from "./security";
import { stations } from "./stations";
import { tables } from "./tables";

export const pages = {
  ...actions,
  ...administration,
  ...configuration,
  ...control,
  ...map,
  ...onboarding,
  ...overview,
  ...security,
  ...stations,
  ...tables,
};
