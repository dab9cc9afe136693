// German. What people translate is data: l10n/server.de.json and concepts/de; what rules find is translated together with
// the settings, which say it too.

import messages from "../../../l10n/server.de.json" with { type: "json" };
import { germanConcepts } from "../concepts/german.ts";
import { germanSummaries } from "./german-summaries.ts";
import type { Language } from "./say.ts";

export const german: Language = {
  folder: "de/",
  messages: { ...germanSummaries, ...messages },
  concepts: germanConcepts,
};
