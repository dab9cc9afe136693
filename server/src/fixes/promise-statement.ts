// The repairs of a promise that is started and then dropped: await it, pass it on, handle its rejection, or say that it
// is meant. Shared by the rules about statements and variables that lose a promise.

import { phrase, say, translated } from "../language/say.ts";
import { ask, type Inquiry } from "../questions/question.ts";
import type { PromiseShape } from "../questions/promise-shape.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Fix } from "../rules/finding.ts";
import type { Edit } from "../text/edit.ts";
import {
  NodeFlags,
  SyntaxKind,
  enclosingFunction,
  forEachDescendant,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  lastName,
  outermost,
  skipOuter,
  type Expression,
  type ExpressionStatement,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import { awaitPlace } from "./await-place.ts";
import { makeAsync } from "./make-async.ts";
import { functionName } from "./obstacle.ts";
import { insert, prefixValues, surround } from "./prefix.ts";

/** One value of the statement that is a promise, or an array of promises, and lost. */
export interface LostPromise {
  readonly expression: Expression;
  /** What is, or holds, the promises: the operand where `expression` is an `await` that was not enough, else itself. */
  readonly promises: Expression;
  readonly shape: Exclude<PromiseShape, "none">;
}

/** What the repairs are about: an expression whose value is dropped, with the lost promises in it. */
export interface Loss {
  readonly expression: Expression;
  readonly lost: readonly LostPromise[];
}

/**
 * `await` where it is legal, or after making the enclosing function async.
 * @param rewrite turns the awaiting of the lost values into edits, where the statement itself has to change too
 */
export function* awaitFixes(
  loss: Loss,
  file: FileContext,
  title: string,
  rewrite: (loss: Loss, file: FileContext) => readonly Edit[] | undefined = awaitEdits,
): Inquiry<Fix[]> {
  const edits = rewrite(loss, file);
  if (edits === undefined || loss.lost.some(({ expression }) => startsAnew(expression))) return [];
  const place = awaitPlace(loss.expression);
  switch (place.kind) {
    case "async":
      return [fix(title, edits, { isPreferred: true })];
    case "top-level":
      if ((yield* ask("top-level-await", loss.expression)) === "forbidden") return [];
      return [fix(title, edits, { isPreferred: true })];
    case "nowhere":
      return [];
    case "function": {
      const { edits: signature } = yield* makeAsync(place.fn, file);
      if (signature === undefined) return [];
      const name = functionName(place.fn);
      const what = name === undefined ? say`the callback` : `\`${name}\``;
      return [
        fix(say`Make ${what} async and await`, [...signature, ...edits], { isPreferred: true, needsCheck: true }),
      ];
    }
  }
}

/** Awaits each lost promise where it stands, arrays through `Promise.all`; undefined if a value can't be awaited so. */
export function awaitEdits(loss: Loss, { file }: FileContext): readonly Edit[] | undefined {
  const single = new Set<Node>();
  const edits: Edit[] = [];
  for (const { expression, promises, shape } of loss.lost) {
    if (shape === "promise" || shape === "maybe-promise") single.add(expression);
    // A union with something that can't be iterated has no Promise.all.
    else if (shape === "maybe-promises") return undefined;
    else if (promises === expression) edits.push(...surround(file, outermost(expression), "await Promise.all(", ")"));
    else edits.push(...surround(file, promises, "Promise.all(", ")"));
  }
  return [...edits, ...prefixValues(file, loss.expression, single, "await")];
}

/**
 * `poll();` in `poll` itself, on no condition and with nothing handed on: the next round of what goes on for ever. Waiting for it would
 * keep all rounds before it alive, and none would ever end.
 */
function startsAnew(expression: Expression): boolean {
  const statement = outermost(expression).parent;
  const fn = enclosingFunction(statement);
  if (fn === undefined || !is.isCallExpression(expression) || expression.arguments.length > 0) return false;
  if (!is.isExpressionStatement(statement) || statement.parent !== fn.body) return false;
  const callee = skipOuter(expression.expression);
  const isOwn = is.isIdentifier(callee) || callee.getText() === `this.${lastName(callee)}`;
  return isOwn && lastName(callee) === functionName(fn);
}

/** `return` for the last statement of a function whose receiver waits for what it returns. */
export function* returnFixes(statement: ExpressionStatement, loss: Loss, { file }: FileContext): Inquiry<Fix[]> {
  const fn = enclosingFunction(statement);
  if (fn === undefined || isAsync(fn) || isGenerator(fn) || fn.type !== undefined) return [];
  if (!isOnlyExit(statement, fn) || loss.lost.length !== 1 || !isWhole(loss) || loss.lost[0]!.shape !== "promise") {
    return [];
  }
  if ((yield* ask("contextual-return", fn)) !== "promise") return [];
  return [fix(say`Return it`, [insert(file, statement.getStart(), "return ")], { needsCheck: true })];
}

/** `.catch(…)` behind each lost promise, reporting through the file's logger or the console. */
export function* handleFixes(loss: Loss, { file, text }: FileContext): Inquiry<Fix[]> {
  const report = yield* reporterAt(loss.expression, text);
  if (report === undefined) return [];
  let needsCheck = report !== "console.error";
  const edits: Edit[] = [];
  for (const { expression, shape } of loss.lost) {
    if (shape !== "promise" && shape !== "maybe-promise") return [];
    const isChain = (expression.flags & NodeFlags.OptionalChain) !== 0;
    const dot = shape === "maybe-promise" && !isChain ? "?." : ".";
    needsCheck ||= shape === "maybe-promise";
    const call = `${dot}catch((error) => { ${report}(error); })`;
    if (isMemberTarget(expression)) edits.push(insert(file, expression.end, call));
    else edits.push(...surround(file, expression, "(", `)${call}`));
  }
  return [fix(say`Handle the rejection`, edits, { needsCheck })];
}

/** `void`, which says that nobody is meant to wait. */
export function voidFixes(loss: Loss, { file }: FileContext): Fix[] {
  const values = new Set<Node>(loss.lost.map(({ expression }) => expression));
  return [fix(translated(VOID_TITLE), prefixValues(file, loss.expression, values, "void"))];
}

export const VOID_TITLE: string = phrase("Mark as intentional with `void`");

export function fix(title: string, edits: readonly Edit[], traits: Partial<Fix> = {}): Fix {
  return { title, edits, isSafe: false, isPreferred: false, needsCheck: false, ...traits };
}

/** How the code around reports errors: the logger that it already calls, else the console, if either is known there. */
export function* reporterAt(at: Node, text: string): Inquiry<string | undefined> {
  const logger = /(?<![\w$.])(logger|log)\.error\(/.exec(text)?.[1];
  if (logger !== undefined && (yield* ask("name-in-scope", { name: logger, at }))) return `${logger}.error`;
  return (yield* ask("name-in-scope", { name: "console", at })) ? "console.error" : undefined;
}

/** The lost promise is all that the statement evaluates. */
function isWhole(loss: Loss): boolean {
  return outermost(loss.lost[0]!.expression).parent === loss.expression.parent;
}

/** The statement is the body's last, and no other path returns a value. */
function isOnlyExit(statement: ExpressionStatement, fn: FunctionNode): boolean {
  if (fn.body === undefined || !is.isBlock(fn.body) || fn.body.statements.at(-1) !== statement) return false;
  let isOnly = true;
  forEachDescendant(fn.body, (node) => {
    if (isFunctionNode(node)) return false;
    if (is.isReturnStatement(node)) isOnly = false;
    return isOnly;
  });
  return isOnly;
}

/** `.name` can follow without parentheses. */
function isMemberTarget(node: Node): boolean {
  switch (node.kind) {
    case SyntaxKind.AwaitExpression:
      return false;
    case SyntaxKind.NewExpression:
      return (node as unknown as { arguments?: unknown }).arguments !== undefined;
    default:
      return true;
  }
}
