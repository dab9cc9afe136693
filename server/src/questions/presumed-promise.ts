// Question: does a call give a promise? Where its type is `any` and it leads to no body, whoever awaits it takes it so, and
// it is presumed if its name says that it looks something up. Such calls are likely reads at most, and what a type
// would have said against them is told by names (knowledge/untyped-calls.ts).

import { kindOfName } from "../knowledge/reading-names.ts";
import {
  drivesSomething,
  isKept,
  mayBeConnection,
  mayBringConnection,
  saysWhatItLooksUp,
  worksOut,
} from "../knowledge/untyped-calls.ts";
import { TypeFlags } from "../typescript/api.ts";
import { is, isAsync, skipOuter, type Expression } from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { wordOf } from "./call-syntax.ts";
import { answerCalledFunction } from "./called-function.ts";
import { answerPromiseShape } from "./promise-shape.ts";
import { variableOf } from "./variable.ts";

/** `presumed`: its type says nothing. */
export type PromiseKind = "promise" | "presumed" | "none";

/** A call of an async function gives a promise; of the others the types are asked for, which may take long. */
export const answerPromiseKinds: Answerer<Expression, PromiseKind> = async (view, calls) => {
  const functions = await answerCalledFunction(view, calls);
  const doubtful = calls.filter((_, i) => functions[i] === undefined || !isAsync(functions[i]));
  const shapes = await answerPromiseShape(view, doubtful);
  const none = new Set(doubtful.filter((_, i) => shapes[i] !== "promise" && shapes[i] !== "maybe-promise"));
  const presumed = await untypedLookUps(
    view,
    calls.filter((call, i) => functions[i] === undefined && none.has(call) && isLookUpByName(call)),
  );
  return calls.map((call) => (presumed.has(call) ? "presumed" : none.has(call) ? "none" : "promise"));
};

async function untypedLookUps(view: ProgramView, named: readonly Expression[]): Promise<ReadonlySet<Expression>> {
  const types = named.length === 0 ? [] : await view.checker.getTypeAtLocation(named);
  return new Set(named.filter((_, i) => ((types[i]?.flags ?? 0) & TypeFlags.Any) !== 0));
}

function isLookUpByName(call: Expression): boolean {
  if (!is.isCallExpression(call)) return false;
  const name = wordOf(call);
  if (kindOfName(name) !== "reading" || !saysWhatItLooksUp(name) || drivesSomething(name) || worksOut(name))
    return false;
  const owner = ownerOf(call);
  return owner === undefined || !isKept(wordOf(owner));
}

/** What the method is called on. */
function ownerOf(call: Expression): Expression | undefined {
  const callee = is.isCallExpression(call) ? skipOuter(call.expression) : call;
  return is.isPropertyAccessExpression(callee) ? skipOuter(callee.expression) : undefined;
}

/**
 * The variables of functions that go into the call and could be one connection to a database: it is made on them, on
 * something that they gave, or they are handed over, alone or among options; names by ids.
 */
export function possibleConnections(call: Expression): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const look = (expression: Expression, isWhole = false): void => {
    const node = skipOuter(expression);
    if (is.isIdentifier(node)) {
      const { kind, id, name } = variableOf(node);
      const isOwn = kind === "parameter" || kind === "local";
      if (isOwn && (mayBeConnection(name) || (isWhole && mayBringConnection(name)))) found.set(id, name);
    } else if (is.isCallExpression(node)) {
      look(node.expression);
      for (const argument of node.arguments) look(argument, true);
    } else if (is.isPropertyAccessExpression(node)) look(node.expression);
    else if (is.isObjectLiteralExpression(node)) {
      for (const property of node.properties) {
        if (is.isPropertyAssignment(property)) look(property.initializer, true);
        else if (is.isShorthandPropertyAssignment(property)) look(property.name as unknown as Expression, true);
        else if (is.isSpreadAssignment(property)) look(property.expression, true);
      }
    }
  };
  look(call);
  return found;
}
