// What becomes of a promise that a variable holds: where it is awaited or handed on, whether a failure is handled, and what
// is waited for in between.

import { hidingScope, occurrencesOf, storeInto } from "../facts/occurrences.ts";
import {
  enclosingFunctionLike,
  is,
  skipOuter,
  type Expression,
  type Identifier,
  type Node,
} from "../typescript/syntax.ts";
import { remark, type Remark, type TaughtFile } from "./lesson.ts";
import { hasHandler, isHandledInChain, promiseUse, type PromiseUse } from "./promise-use.ts";
import { Waits, handlerAround, type Started } from "./waits.ts";
import { code, firstNumber, nameOf, places } from "./words.ts";

/** A variable that is declared with a promise, which a call or `new` gives. */
export interface PromiseVariable {
  readonly name: Identifier;
  readonly value: Expression;
}

/** The variable of the declaration, if what it holds is made there. */
export function promiseVariable(declaration: Node): PromiseVariable | undefined {
  if (!is.isVariableDeclaration(declaration) || !is.isIdentifier(declaration.name)) return undefined;
  const value = declaration.initializer && skipOuter(declaration.initializer);
  if (value === undefined || !(is.isCallExpression(value) || is.isNewExpression(value))) return undefined;
  return { name: declaration.name, value };
}

/** All that there is to say but where it was started. */
export function fateOfVariable(variable: PromiseVariable, file: TaughtFile): Remark[] {
  const uses = usesOf(variable.name, file);
  return [...usedAt(uses), ...handledAt(uses), ...unhandledMeanwhile(variable, uses, file)];
}

/** The places that read the variable or parameter, in text order. */
export function usesOf(name: Identifier, { syntax }: TaughtFile): readonly Node[] {
  return occurrencesOf(name.text, name, hidingScope(name), syntax).filter(
    (use) => use !== name && storeInto(use) === undefined,
  );
}

export function usedAt(uses: readonly Node[]): Remark[] {
  if (uses.length === 0) return [remark`Nobody reads it again.`];
  const by = (wanted: PromiseUse): Node[] => uses.filter((use) => promiseUse(use) === wanted);
  const found: Remark[] = [];
  if (by("awaited").length > 0) found.push(remark`Awaited on ${places(by("awaited"))}.`);
  if (by("gathered").length > 0) found.push(remark`Put together with others on ${places(by("gathered"))}.`);
  if (by("returned").length > 0) found.push(remark`Returned on ${places(by("returned"))}.`);
  if (by("chained").length > 0) found.push(remark`What follows is chained to it on ${places(by("chained"))}.`);
  if (by("passed").length > 0) found.push(remark`Handed on to a call on ${places(by("passed"))}.`);
  return found;
}

/** Who hears of a failure at last. */
export function handledAt(uses: readonly Node[]): Remark[] {
  const chained = uses.filter(isHandledInChain);
  if (chained.length > 0) return [remark`A rejection is handled in the chain on ${places(chained)}.`];
  const awaited = uses.find((use) => promiseUse(use) === "awaited");
  if (awaited === undefined) return [];
  const handler = handlerAround(awaited);
  if (handler !== undefined) return [remark`A rejection is thrown at that \`await\` and caught on ${handler}.`];
  const container = enclosingFunctionLike(awaited);
  if (is.isSourceFile(container)) return [remark`A rejection is thrown at that \`await\` and fails the module.`];
  return [remark`A rejection is thrown at that \`await\` and rejects the promise of ${nameOf(container)}.`];
}

/** The waits that come between its start and the first thing that would see it fail. */
function unhandledMeanwhile(variable: PromiseVariable, uses: readonly Node[], file: TaughtFile): Remark[] {
  const { value } = variable;
  const found = startedIn(variable, file);
  if (found === undefined || hasHandler(value)) return [];
  // Somebody who chains a handler, hands it on or returns it may handle it before any wait.
  if (uses.some((use) => promiseUse(use) !== "awaited" && promiseUse(use) !== "gathered")) return [];
  const between = found.waits.beforeAwaited(found.started).map(({ node }) => node);
  if (between.length === 0) return [];
  return between.length === 1
    ? [remark`One wait lies between (${places(between)}): if ${code(value)} fails meanwhile, nobody handles that yet.`]
    : [
        remark`${firstNumber(between.length)} waits lie between (${places(between)}): if ${code(value)} fails meanwhile, nobody handles that yet.`,
      ];
}

/** The waits of the function that starts the promise. */
export function startedIn(
  { name, value }: PromiseVariable,
  file: TaughtFile,
): { readonly waits: Waits; readonly started: Started } | undefined {
  const waits = Waits.of(enclosingFunctionLike(name.parent), file.syntax);
  const started = waits?.started().find((each) => each.value === value);
  return waits && started && { waits, started };
}
