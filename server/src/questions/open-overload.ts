// Which calls leave open what they give: those of overloaded functions with an argument of type `any`. The compiler takes the
// first overload that has room for it, and another may be the one that runs: `copy(from, to, done)`, where nothing says that
// `done` is a callback and no options.

import { SignatureKind, TypeFlags, type Checker, type Type } from "../typescript/api.ts";
import { is, isFunctionNode, skipOuter, type Expression } from "../typescript/syntax.ts";

/** The calls among the expressions that give something to wait for, or do not, as their untyped arguments may be. */
export async function openCalls(
  checker: Checker,
  expressions: readonly Expression[],
): Promise<ReadonlySet<Expression>> {
  const calls = expressions.flatMap((expression) => {
    const call = skipOuter(expression);
    const parts = is.isCallExpression(call) ? call.arguments.flatMap(partsOf) : [];
    return is.isCallExpression(call) && parts.length > 0 ? [{ expression, callee: call.expression, parts }] : [];
  });
  const parts = calls.flatMap((call) => call.parts.map((part) => ({ call, part })));
  if (parts.length === 0) return new Set();
  const types = await checker.getTypeAtLocation(parts.map(({ part }) => part));
  const untyped = new Set(parts.filter((_, i) => isAny(types[i])).map(({ call }) => call));
  if (untyped.size === 0) return new Set();
  const doubtful = [...untyped];
  const callees = await checker.getTypeAtLocation(doubtful.map(({ callee }) => callee));
  const isOpen = await Promise.all(callees.map((callee) => givesEither(checker, callee)));
  return new Set(doubtful.filter((_, i) => isOpen[i]).map(({ expression }) => expression));
}

function isAny(type: Type | undefined): boolean {
  return type !== undefined && (type.flags & TypeFlags.Any) !== 0;
}

/** One overload gives what has a `then`, and another does not. */
async function givesEither(checker: Checker, callee: Type | undefined): Promise<boolean> {
  if (callee === undefined || (callee.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return false;
  const signatures = await checker.getSignaturesOfType(callee, SignatureKind.Call);
  if (signatures.length < 2) return false;
  const thens = await Promise.all(
    signatures.map(async (signature) => {
      const returned = await checker.getReturnTypeOfSignature(signature);
      return returned && checker.getPropertyOfType(returned, "then");
    }),
  );
  return thens.includes(undefined) && thens.some((then) => then !== undefined);
}

/** What of an argument may have the type `any`: of an object or array that is written out, what stands in it. */
function partsOf(argument: Expression): Expression[] {
  const node = skipOuter(argument);
  if (is.isObjectLiteralExpression(node)) {
    return node.properties.flatMap((property) => {
      if (is.isPropertyAssignment(property)) return partsOf(property.initializer);
      if (is.isShorthandPropertyAssignment(property)) return [property.name as unknown as Expression];
      return is.isSpreadAssignment(property) ? partsOf(property.expression) : [];
    });
  }
  if (is.isArrayLiteralExpression(node)) return node.elements.flatMap(partsOf);
  if (is.isSpreadElement(node)) return [node.expression];
  return isFunctionNode(node) || LITERAL.test(node.getText()) ? [] : [node];
}

/** Numbers and texts. */
const LITERAL = /^(?:["'`\d]|(?:true|false|null|undefined)$)/;
