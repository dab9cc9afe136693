// Which rules step back because a linter of the project reports the same mistake already (`asyncInsight.deferTo`), and
// what level is in force for a rule after that. Comments of those linters are the business of the suppression module.

import type { Linter } from "../rules/rule.ts";
import type { Level, RuleMetadata, Settings } from "./settings.ts";

/** The named linter that covers the rule, or undefined. */
export function deferredTo(rule: Pick<RuleMetadata, "equivalents">, deferTo: readonly Linter[]): Linter | undefined {
  return deferTo.find((linter) => rule.equivalents.some((equivalent) => equivalent.linter === linter));
}

/**
 * The level that settings give to a rule: "off" silences it, undefined leaves the severity to the rule. A severity that
 * was set for the rule itself wins over `deferTo`, since it is the more specific wish.
 */
export function levelInForce(rule: Pick<RuleMetadata, "name" | "equivalents">, settings: Settings): Level | undefined {
  if (!settings.enable) return "off";
  const explicit = settings.rules[rule.name]?.severity;
  if (explicit !== undefined) return explicit;
  return deferredTo(rule, settings.deferTo) === undefined ? undefined : "off";
}
