// The contract of a rule: what it reads, what it asks, how it judges, how it repairs. A rule is a pure value without
// connection, checker or state. How questions are answered is hidden in questions/; who runs rules is analysis/.
//
// A rule is written as a generator: `const shape = yield* ask({ kind: "promise", node })` reads straight down, while the
// pipeline runs the generators of all rules of a file side by side and answers everything that they ask in one round
// with as few requests as possible (docs/decisions/0001-rules-are-generators.md).

import type { Facts, FactKind } from "../facts/fact.ts";
import type { Inquiry } from "../questions/question.ts";
import type { FileContext } from "./file-context.ts";
import type { Fix, Refusal, RuleFinding, Severity } from "./finding.ts";

/** What the findings of a rule have in common for people: see docs/rules. */
export type Family = "unawaited" | "blocking" | "sequential";

/** The linters whose comments and configuration we understand. */
export type Linter = "eslint" | "typescript-eslint" | "eslint-plugin-n" | "oxlint" | "biome" | "deno_lint";

/** A rule of another linter that reports the same mistake, under the name that its comments and settings use. */
export interface Equivalent {
  readonly linter: Linter;
  readonly rule: string;
  /** It looks at syntax alone, so that disabling it for a whole file says nothing about ours: only line-wise comments count. */
  readonly isSyntactic?: boolean;
}

/** One setting of a rule beside its severity; becomes `asyncInsight.<ruleInCamelCase>.<name>`. */
export interface RuleOption {
  /** The setting's name behind `asyncInsight.`, for an option that several rules of a family share: `blocking.calls`. */
  readonly setting?: string;
  /** JSON schema of the value, with `type`, `default` and `markdownDescription`. */
  readonly schema: Readonly<Record<string, unknown>> & { readonly default: unknown };
}

/** One mistake. Members stand in the order in which the pipeline uses them. */
export interface Rule<F extends FactKind = FactKind> {
  /** The file's name; reads well after "allow" and names the pattern, never the remedy. */
  readonly name: string;
  readonly family: Family;
  /** What it finds, in one sentence: settings text, documentation table, hover title. */
  readonly summary: string;
  /** Name of the page in concepts/ that its hover teaches. */
  readonly concept: string;
  readonly severity: Severity;
  readonly equivalents: readonly Equivalent[];
  /** Rules whose findings on the very same span say less than this rule's, and are left out beside one of them. */
  readonly winsOver?: readonly string[];
  readonly options: Readonly<Record<string, RuleOption>>;
  /** Its fixes may be refused for a reason that people cannot see where the finding is. */
  readonly mayRefuse?: boolean;
  /** The kinds of fact it looks at. */
  readonly facts: readonly F[];
  /** Names of functions that the options add to those that facts look for. */
  callNames?(options: Readonly<Record<string, unknown>>): readonly string[];
  /** Pure. Asks what syntax can't decide and judges; unknown acquits. */
  check(fact: Facts[F], file: FileContext): Inquiry<readonly RuleFinding[]>;
  /** Built only when somebody asks for it; best first, with what is refused behind. `finding` is one that `check` returned for this fact. */
  fixes(finding: RuleFinding, fact: Facts[F], file: FileContext): Inquiry<readonly (Fix | Refusal)[]>;
}

/** Gives a rule its precise type while leaving it a plain object. */
export function defineRule<F extends FactKind>(rule: Rule<F>): Rule<F> {
  return rule;
}
