// What may stand between two waits of a run: declarations that make a value, and reports to a log. A declaration that a
// later wait uses can be made before both, any other one behind both. Of those that make calls, types and bodies tell whether
// it can (questions/between-waits.ts).

import { NodeFlags, SyntaxKind, calleeOf, is, isFunctionNode, skipOuter, type Node } from "../typescript/syntax.ts";
import type { AwaitStep } from "./await-step.ts";
import { declaredNames, mentionedNames, mentionsAny } from "./mentioned-names.ts";
import { isPure, isPurePart, isPureStatement } from "./pure-code.ts";
import { isReport } from "./report-call.ts";

export interface Separator {
  readonly statement: Node;
  /** The number of steps before it. */
  readonly after: number;
  /** As far as syntax tells, it changes nothing and gives the same value a little later. */
  readonly isPure: boolean;
}

/** Undefined for a statement that ends a run. */
export function separatorOf(statement: Node, after: number): Separator | undefined {
  if (isPureStatement(statement) || isPureReport(statement)) return { statement, after, isPure: true };
  return isMaking(statement) ? { statement, after, isPure: false } : undefined;
}

/** `logger.info("loaded")`, with nothing but values that are there already. */
function isPureReport(statement: Node): boolean {
  if (!is.isExpressionStatement(statement)) return false;
  const call = skipOuter(statement.expression);
  return is.isCallExpression(call) && isReport(calleeOf(call)) && [...call.arguments].every(isPure);
}

/** Constants that are made by calls. */
function isMaking(statement: Node): boolean {
  if (!is.isVariableStatement(statement) || (statement.modifiers?.length ?? 0) > 0) return false;
  const { declarationList } = statement;
  if ((declarationList.flags & NodeFlags.BlockScoped) !== NodeFlags.Const) return false;
  return [...declarationList.declarations].every(
    ({ name, initializer }) => isPure(name) && initializer !== undefined && !leavesOrChanges(initializer),
  );
}

/** By its syntax alone, it does more than to call something for a value. What is called is looked at by its body. */
function leavesOrChanges(node: Node): boolean {
  if (isFunctionNode(node)) return false;
  if (node.kind === SyntaxKind.ImportKeyword || (!isPurePart(node) && !MAKING.has(node.kind))) return true;
  let isFound = false;
  node.forEachChild((part) => {
    isFound ||= leavesOrChanges(part);
    return isFound || undefined;
  });
  return isFound;
}

/** What the effects of a call tell, beyond its syntax. */
const MAKING: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.CallExpression,
  SyntaxKind.NewExpression,
  SyntaxKind.ThisKeyword,
]);

/** How separators hang together with the steps around them, by their names. */
export class SeparatorUse {
  readonly #separators: readonly Separator[];
  /** By separator: the steps before it of whose results it is made, by way of other separators or not. */
  readonly #sources = new Map<Separator, ReadonlySet<number>>();
  readonly #used: readonly ReadonlySet<Separator>[];

  constructor(steps: readonly AwaitStep[], separators: readonly Separator[]) {
    this.#separators = separators;
    for (const separator of separators) this.#sources.set(separator, this.#sourcesOf(separator, steps));
    this.#used = steps.map((step, index) => {
      const assigned = step.target.kind === "assigned" ? step.names : [];
      const mentioned = new Set([...mentionedNames(step.value), ...assigned]);
      return this.#mentionedIn(mentioned, (each) => each.after <= index);
    });
  }

  #sourcesOf(separator: Separator, steps: readonly AwaitStep[]): ReadonlySet<number> {
    const mentioned = mentionedNames(separator.statement);
    const sources = new Set<number>();
    for (const [index, { names }] of steps.slice(0, separator.after).entries())
      if (mentionsAny(mentioned, names)) sources.add(index);
    for (const other of this.#mentionedIn(mentioned, (each) => each.after <= separator.after && each !== separator))
      for (const index of this.#sources.get(other) ?? []) sources.add(index);
    return sources;
  }

  /** Those that declare one of the names, with those that they are made of themselves. */
  #mentionedIn(mentioned: ReadonlySet<string>, test: (separator: Separator) => boolean): ReadonlySet<Separator> {
    const names = new Set(mentioned);
    const found = new Set<Separator>();
    for (const separator of this.#separators.toReversed()) {
      if (!test(separator) || !mentionsAny(names, declaredNames(separator.statement))) continue;
      found.add(separator);
      for (const name of mentionedNames(separator.statement)) names.add(name);
    }
    return found;
  }

  sources(separator: Separator): ReadonlySet<number> {
    return this.#sources.get(separator)!;
  }

  /** What the step is made of, so that it has to come before it. */
  usedBy(step: number): ReadonlySet<Separator> {
    return this.#used[step]!;
  }
}
