// What a piece of code reads, changes and calls, as far as its own text shows. What the calls do is for effects.ts to
// find out; here they are only written down, with what goes into them.

import { say } from "../language/say.ts";
import {
  SyntaxKind,
  is,
  isGenerator,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type NewExpression,
  type Node,
} from "../typescript/syntax.ts";
import type { Frame, Path, Value } from "./access-path.ts";
import { CodeReader } from "./code-reader.ts";

export interface CallSite {
  /** The call, or a reference to a function that is handed to something that calls it. */
  readonly call: CallExpression | NewExpression | Expression;
  /** The last word of the callee; empty for what has none. */
  readonly name: string;
  /** What the call is made on; undefined where it is made on nothing. */
  readonly receiver: Value | undefined;
  readonly args: readonly Value[];
  readonly isResultUsed: boolean;
  readonly isAwaited: boolean;
}

/** Something of which nothing is known, in words that end a sentence about it. */
export interface Mystery {
  readonly reason: string;
  readonly node: Node;
}

export interface CodeEffects {
  /** The function whose body it is; undefined for an expression by itself. */
  readonly frame: Frame;
  readonly reads: ReadonlyMap<string, Path>;
  readonly writes: ReadonlyMap<string, Path>;
  readonly calls: readonly CallSite[];
  readonly mysteries: readonly Mystery[];
  /** It waits for something by itself, whatever the calls do. */
  readonly isWaiting: boolean;
  /** It throws in plain sight. */
  readonly throws: boolean;
}

const byFunction = new WeakMap<FunctionNode, CodeEffects>();

export function effectsOfBody(fn: FunctionNode): CodeEffects {
  let effects = byFunction.get(fn);
  if (effects === undefined) {
    const reader = new CodeReader(fn);
    if (isGenerator(fn)) reader.mysteries.push({ reason: say`runs piece by piece`, node: fn });
    for (const parameter of fn.parameters) {
      if (parameter.initializer) reader.evaluate(parameter.initializer);
    }
    if (fn.kind === SyntaxKind.Constructor) readInitializers(fn.parent, reader);
    if (fn.body !== undefined) reader.evaluate(fn.body, true);
    byFunction.set(fn, (effects = reader));
  }
  return effects;
}

/** What evaluating an expression and waiting for its value does; its variables are shared with other code. */
export function effectsOfWait(expression: Expression): CodeEffects {
  const reader = new CodeReader(undefined);
  reader.wait(expression);
  return reader;
}

/** What pieces of code do, one after another; their variables are shared with other code. */
export function effectsOfParts(parts: readonly Node[]): CodeEffects {
  const reader = new CodeReader(undefined);
  for (const part of parts) reader.evaluate(part, true);
  return reader;
}

/** The fields of a class are made before its constructor's own code runs. */
function readInitializers(owner: Node, reader: CodeReader): void {
  for (const member of (owner as unknown as { readonly members: readonly Node[] }).members) {
    if (is.isPropertyDeclaration(member) && member.initializer) reader.evaluate(member.initializer, true);
  }
}
