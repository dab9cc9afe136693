// Which calls leave open what they give: those of overloaded functions with an argument of type `any`. The compiler takes the
// first overload that has room for it, and another may be the one that runs: `copy(from, to, done)`, where nothing says that
// `done` is a callback and no options.

import { SignatureKind, TypeFlags, type Signature, type Type } from "../typescript/api.ts";
import {
  is,
  isFunctionNode,
  skipOuter,
  type CallExpression,
  type Expression,
  type ParameterDeclaration,
} from "../typescript/syntax.ts";
import type { ProgramView } from "./answerer.ts";

/** The calls among the expressions that give something to wait for, or do not, as their untyped arguments may be. */
export async function openCalls(
  view: ProgramView,
  expressions: readonly Expression[],
): Promise<ReadonlySet<Expression>> {
  const { checker } = view;
  const calls = expressions.flatMap((expression) => {
    const call = skipOuter(expression);
    const parts = is.isCallExpression(call) ? call.arguments.flatMap(partsOf) : [];
    return is.isCallExpression(call) && parts.length > 0 ? [{ expression, call, parts }] : [];
  });
  const parts = calls.flatMap((each) => each.parts.map((part) => ({ each, part })));
  if (parts.length === 0) return new Set();
  const types = await checker.getTypeAtLocation(parts.map(({ part }) => part));
  const untyped = new Set(parts.filter((_, i) => isAny(types[i])).map(({ each }) => each));
  if (untyped.size === 0) return new Set();
  const doubtful = [...untyped];
  const callees = await checker.getTypeAtLocation(doubtful.map(({ call }) => call.expression));
  const isOpen = await Promise.all(callees.map((callee, i) => givesEither(view, callee, doubtful[i]!.call)));
  return new Set(doubtful.filter((_, i) => isOpen[i]).map(({ expression }) => expression));
}

function isAny(type: Type | undefined): boolean {
  return type !== undefined && (type.flags & TypeFlags.Any) !== 0;
}

/** Of the overloads with room for the arguments, one gives what has a `then`, and another does not. */
async function givesEither(view: ProgramView, callee: Type | undefined, call: CallExpression): Promise<boolean> {
  if (callee === undefined || (callee.flags & (TypeFlags.Object | TypeFlags.Intersection)) === 0) return false;
  const { checker } = view;
  const signatures = await checker.getSignaturesOfType(callee, SignatureKind.Call);
  if (signatures.length < 2) return false;
  const thens = await Promise.all(
    signatures.map(async (signature) => {
      if (!(await hasRoom(view, signature, call))) return "no room";
      const returned = await checker.getReturnTypeOfSignature(signature);
      return returned && checker.getPropertyOfType(returned, "then");
    }),
  );
  return thens.includes(undefined) && thens.some((then) => then !== undefined && then !== "no room");
}

/** Whether an overload can be called with so many arguments; true where it is not known how many it needs. */
async function hasRoom(
  view: ProgramView,
  signature: Signature,
  { arguments: given }: CallExpression,
): Promise<boolean> {
  if (given.some(is.isSpreadElement)) return true;
  if (given.length > signature.parameters.length && !signature.hasRestParameter) return false;
  const declaration = await signature.declaration?.resolve(view.project);
  const { parameters = [] } = (declaration ?? {}) as { readonly parameters?: readonly ParameterDeclaration[] };
  return parameters.filter(isNeeded).length <= given.length;
}

function isNeeded({ name, questionToken, initializer, dotDotDotToken }: ParameterDeclaration): boolean {
  const isLeftOut = questionToken !== undefined || initializer !== undefined || dotDotDotToken !== undefined;
  return !isLeftOut && name.getText() !== "this";
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
