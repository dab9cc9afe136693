// Waits of a function that are up to those who call it: `await derive?.()` waits for nothing if nobody hands `derive` over,
// or if what is handed over waits for nothing.

import { is, isFunctionNode, skipOuter, type FunctionNode, type Node } from "../typescript/syntax.ts";
import { argumentOf, type Frame } from "./access-path.ts";
import type { CallSite } from "./code-effects.ts";
import { isNothing } from "./promise-syntax.ts";
import { variableOf } from "./variable.ts";

/** The position of the parameter that is called there; undefined if something else is. */
export function calledParameter({ call }: CallSite, frame: Frame): number | undefined {
  return is.isCallExpression(call) ? parameterOf(skipOuter(call.expression), frame) : undefined;
}

/** What a parameter gets: a function, what the caller was handed at a position of its own, or something that is not known. */
export type Handed = "nothing" | "unknown" | number | FunctionNode;

/** What a call hands over as the parameter at a position; the call stands in `frame` and leads to `fn`. */
export function handedAt({ call }: CallSite, fn: FunctionNode, index: number, frame: Frame): Handed {
  const parameter = fn.parameters.filter(({ name }) => name?.getText() !== "this")[index];
  if (parameter === undefined || parameter.initializer !== undefined || parameter.dotDotDotToken !== undefined)
    return "unknown";
  if (!is.isCallExpression(call) || call.arguments.some((argument) => is.isSpreadElement(argument))) return "unknown";
  const argument = call.arguments[index] && skipOuter(call.arguments[index]);
  if (argument === undefined || isNothing(argument)) return "nothing";
  if (isFunctionNode(argument)) return argument;
  return parameterOf(argument, frame) ?? "unknown";
}

function parameterOf(name: Node, frame: Frame): number | undefined {
  if (frame === undefined || !is.isIdentifier(name)) return undefined;
  const path = argumentOf(variableOf(name), frame);
  return path?.root.kind === "argument" && path.members.length === 0 ? path.root.index : undefined;
}
