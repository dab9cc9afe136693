// The setting that the rules of the sequential family share: how certain a finding must be.

import type { Confidence } from "../questions/independence.ts";
import type { FileContext } from "./file-context.ts";
import type { RuleOption } from "./rule.ts";

export const SEQUENTIAL_OPTIONS: Readonly<Record<"minimumConfidence", RuleOption>> = {
  minimumConfidence: {
    setting: "sequential.minimumConfidence",
    schema: {
      type: "string",
      enum: ["likely", "proven"],
      default: "likely",
      markdownDescription:
        "How certain it must be that waits do not depend on each other. `proven`: what all of them do is known. " +
        "`likely`: of some calls only the name says that they read; such findings are hints. In test files only proven ones are reported.",
    },
  },
};

/** What a finding in the file has to be at least. */
export function leastConfidence({ isTest, options }: FileContext): Confidence {
  return isTest || options["minimumConfidence"] === "proven" ? "proven" : "likely";
}
