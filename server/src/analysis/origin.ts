// The way back from a finding to what it was found in.

import type { Fact } from "../facts/fact.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { RuleFinding } from "../rules/finding.ts";
import type { Rule } from "../rules/rule.ts";

/** What led to a finding: enough to build its fixes later, as long as the syntax tree is still the current one. */
export interface Origin {
  readonly rule: Rule;
  readonly context: FileContext;
  readonly finding: RuleFinding;
  /** The fact that the rule judged; looked for again where only the finding was remembered. */
  readonly fact: () => Promise<Fact | undefined>;
}
