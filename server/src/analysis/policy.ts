// The one explicit step between what rules found and what is reported: which rules run for a file, at which severity,
// what comments suppress. Derived from settings; knows nothing of types or projects.

import { levelInForce } from "../config/defer-to.ts";
import type { FactKind } from "../facts/fact.ts";
import type { Settings } from "../config/settings.ts";
import { suppressionsOf, type Suppressions } from "../config/suppressions.ts";
import type { Finding, RuleFinding } from "../rules/finding.ts";
import type { Rule } from "../rules/rule.ts";
import { LineIndex } from "../text/line-index.ts";
import { commentAt } from "../typescript/comments.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import type { Origin } from "./origin.ts";

/** What settings mean for the rules; one object serves every file with the same settings. */
export class Policy {
  /** The rules that are on. */
  readonly rules: readonly Rule[];
  /** What the rules that are on look at. */
  readonly factKinds: ReadonlySet<FactKind>;
  /** Names of functions that settings add to those that facts look for. */
  readonly callNames: ReadonlySet<string>;
  readonly #byFact: ReadonlyMap<FactKind, readonly Rule[]>;
  readonly #all: readonly Rule[];
  readonly #settings: Settings;

  constructor(rules: readonly Rule[], settings: Settings) {
    this.#all = rules;
    this.#settings = settings;
    this.rules = rules.filter((rule) => levelInForce(rule, settings) !== "off");
    this.factKinds = new Set(this.rules.flatMap((rule) => rule.facts));
    this.callNames = new Set(this.rules.flatMap((rule) => rule.callNames?.(this.optionsOf(rule)) ?? []));
    this.#byFact = new Map(
      [...this.factKinds].map((kind) => [kind, this.rules.filter((rule) => rule.facts.includes(kind))]),
    );
  }

  /** The rules that are on and look at facts of this kind. */
  rulesFor(kind: FactKind): readonly Rule[] {
    return this.#byFact.get(kind) ?? [];
  }

  optionsOf(rule: Rule): Readonly<Record<string, unknown>> {
    return this.#settings.rules[rule.name]?.options ?? {};
  }

  /** The findings that are reported, in text order, each with its origin. */
  apply(syntax: SourceFile, file: string, origins: readonly Origin[]): Map<Finding, Origin> {
    const reported: [Finding, Origin][] = [];
    let suppressions: Suppressions | undefined;
    for (const origin of withoutOutdone(origins)) {
      const { rule, finding } = origin;
      const level = levelInForce(rule, this.#settings);
      if (level === "off") continue;
      suppressions ??= this.#suppressionsIn(syntax);
      if (suppressions.isSuppressed(rule.name, finding.span.start)) continue;
      reported.push([
        {
          ...finding,
          rule: rule.name,
          file,
          severity: level ?? finding.severity ?? rule.severity,
          related: finding.related ?? [],
        },
        origin,
      ]);
    }
    return new Map(reported.toSorted(([a], [b]) => compareFindings(a, b)));
  }

  #suppressionsIn(syntax: SourceFile): Suppressions {
    return suppressionsOf(new LineIndex(syntax.text), (offset) => commentAt(syntax, offset), this.#all);
  }
}

/**
 * The findings beside which no other rule says more about the same span. A finding that a comment silences still outdoes
 * others: whoever wrote the comment has looked at the place.
 */
function withoutOutdone(origins: readonly Origin[]): readonly Origin[] {
  const outdone = new Set(
    origins.flatMap(({ rule, finding }) => (rule.winsOver ?? []).map((loser) => placeOf(loser, finding))),
  );
  return outdone.size === 0
    ? origins
    : origins.filter(({ rule, finding }) => !outdone.has(placeOf(rule.name, finding)));
}

function placeOf(rule: string, { span }: RuleFinding): string {
  return `${rule} ${span.start} ${span.end}`;
}

/** Text order; at one place by rule name, so that output is stable. */
export function compareFindings(a: Finding, b: Finding): number {
  return a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
