/** English, for the pages beside the first. Loaded with the first of them (`withTexts`). */

import { administration } from "./administration";
import { control } from "./control";
import { map } from "./map";
import { onboarding } from "./onboarding";
import { stations } from "./stations";

export const pages = { ...administration, ...control, ...map, ...onboarding, ...stations };
