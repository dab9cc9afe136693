// Question: may the value of this expression be missing although its type does not say so? Whether a type admits that a
// value is missing is said by the type itself; this is about types that are known to promise too much.

import { isStandardLibrary } from "../text/file-kind.ts";
import { TypeFlags, type NodeHandle, type Symbol, type Type } from "../typescript/api.ts";
import {
  NodeFlags,
  SyntaxKind,
  is,
  type BinaryExpression,
  type ConditionalExpression,
  type Expression,
  type Node,
} from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";

export const answerPossiblyAbsent: Answerer<Expression, boolean> = (view, expressions) =>
  Promise.all(expressions.map((expression) => isPossiblyAbsent(view, expression, 0)));

/** Constants that are named after constants that are named after … */
const DEEPEST = 3;

async function isPossiblyAbsent(view: ProgramView, node: Expression, depth: number): Promise<boolean> {
  const options = optionsOf(view);
  if (!options.areNullsChecked || depth > DEEPEST) return true;
  switch (node.kind) {
    case SyntaxKind.ParenthesizedExpression:
      return isPossiblyAbsent(view, (node as unknown as { expression: Expression }).expression, depth);
    // Whoever asserts a type may assert that something is there.
    case SyntaxKind.NonNullExpression:
    case SyntaxKind.AsExpression:
    case SyntaxKind.TypeAssertionExpression:
      return true;
    case SyntaxKind.ElementAccessExpression:
      return !options.areIndexesChecked;
    case SyntaxKind.Identifier:
      return isNamePossiblyAbsent(view, node, depth);
    case SyntaxKind.PropertyAccessExpression:
      return isNamePossiblyAbsent(view, (node as unknown as { name: Node }).name, depth);
    case SyntaxKind.ConditionalExpression: {
      const { whenTrue, whenFalse } = node as ConditionalExpression;
      return (
        (await isPossiblyAbsent(view, whenTrue, depth + 1)) || (await isPossiblyAbsent(view, whenFalse, depth + 1))
      );
    }
    case SyntaxKind.BinaryExpression:
      return isPossiblyAbsent(view, (node as BinaryExpression).right, depth + 1);
    default:
      return false;
  }
}

interface Strictness {
  readonly areNullsChecked: boolean;
  readonly areIndexesChecked: boolean;
  readonly areFieldsChecked: boolean;
}

function optionsOf({ project }: ProgramView): Strictness {
  const options = project.compilerOptions as Readonly<Record<string, unknown>>;
  const isStrict = options["strict"] !== false;
  return {
    areNullsChecked: options["strictNullChecks"] === true || (isStrict && options["strictNullChecks"] !== false),
    areIndexesChecked: options["noUncheckedIndexedAccess"] === true,
    areFieldsChecked: isStrict && options["strictPropertyInitialization"] !== false,
  };
}

async function isNamePossiblyAbsent(view: ProgramView, name: Node, depth: number): Promise<boolean> {
  const symbol = await view.checker.getSymbolAtLocation(name);
  // An index signature declares no name.
  if (symbol === undefined) return !optionsOf(view).areIndexesChecked;
  if (await isDeclaredAbsent(view, symbol)) return true;
  const declaration = await declarationOf(view, symbol.valueDeclaration ?? symbol.declarations[0]);
  return declaration !== undefined && isUnsure(view, declaration, depth);
}

/** `null` or `undefined`. */
function isNothing(initializer: Expression | undefined): boolean {
  if (initializer === undefined) return false;
  return (
    initializer.kind === SyntaxKind.NullKeyword || (is.isIdentifier(initializer) && initializer.text === "undefined")
  );
}

/**
 * What flow analysis leaves of `Promise<T> | undefined` after an assignment holds until somebody else assigns, which a
 * function called in between may do.
 */
async function isDeclaredAbsent({ checker }: ProgramView, symbol: Symbol): Promise<boolean> {
  const type = await checker.getTypeOfSymbol(symbol);
  const members = type?.isUnionType() === true ? await type.getTypes() : [type];
  return members.some((member) => member === undefined || admitsAbsence(member));
}

function admitsAbsence({ flags }: Type): boolean {
  return (flags & (TypeFlags.Undefined | TypeFlags.Null | TypeFlags.Void | TypeFlags.Any | TypeFlags.Unknown)) !== 0;
}

/** Undefined for what the language declares: its trees are huge, and its promises are there. */
async function declarationOf(view: ProgramView, handle: NodeHandle | undefined): Promise<Node | undefined> {
  if (handle === undefined || isStandardLibrary(handle.path)) return undefined;
  return handle.resolve(view.project);
}

async function isUnsure(view: ProgramView, declaration: Node, depth: number): Promise<boolean> {
  const { areIndexesChecked, areFieldsChecked } = optionsOf(view);
  if ((declaration as { exclamationToken?: Node }).exclamationToken !== undefined) return true;
  // The client keeps a field's `!` in the place of its `?`.
  if ((declaration as { postfixToken?: Node }).postfixToken !== undefined) return true;
  // In JavaScript a member is declared by the first assignment, before which it is not there.
  if (is.isBinaryExpression(declaration) || is.isPropertyAccessExpression(declaration)) return true;
  // A comment may call it a promise all the same.
  if (isNothing((declaration as { initializer?: Expression }).initializer)) return true;
  if (is.isBindingElement(declaration)) return is.isArrayBindingPattern(declaration.parent) && !areIndexesChecked;
  if (is.isPropertyDeclaration(declaration)) {
    return declaration.initializer === undefined && !areFieldsChecked;
  }
  if (!is.isVariableDeclaration(declaration) || !is.isVariableDeclarationList(declaration.parent)) return false;
  if (declaration.initializer !== undefined) return isPossiblyAbsent(view, declaration.initializer, depth + 1);
  // A loop's variable has a value; any other may be read by a function before it gets one.
  const isLoop = is.isForOfStatement(declaration.parent.parent);
  return !isLoop && (declaration.parent.flags & NodeFlags.Ambient) === 0;
}
