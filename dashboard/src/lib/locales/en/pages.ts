/** English, for the pages beside the first. Loaded with the first of them (`withTexts`). */

import { actions } from "./actions";
import { administration } from "./administration";
import { control } from "./control";
import { onboarding } from "./onboarding";
import { stations } from "./stations";
import { tables } from "./tables";

export const pages = { ...actions, ...administration, ...control, ...onboarding, ...stations, ...tables };
