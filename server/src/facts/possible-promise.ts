// Which expressions could well be promises, by syntax alone, and what has to be asked about them. Types that come out of
// flow analysis cost more than anything else that a scan asks for, and code tests and spreads far more values than calls,
// so a name counts only where the file shows that it may stand for a promise. What is left out here is not reported.

import {
  SyntaxKind,
  is,
  isAsync,
  isFunctionNode,
  outermost,
  skipOuter,
  type BinaryExpression,
  type CallExpression,
  type ConditionalExpression,
  type Expression,
  type Identifier,
  type Name,
  type Node,
  type TypeNode,
  type VariableDeclaration,
} from "../typescript/syntax.ts";
import { bindingOf } from "./binding.ts";
import type { FileSyntax } from "./collector.ts";
import { isDeclaredPlain, isDeclaredPromise } from "./declared-names.ts";
import { occurrencesOf, scopeOf } from "./occurrences.ts";

/** Names that are named after names that are named after … */
const DEEPEST = 3;

/**
 * The expression whose type tells whether `expression` is a promise: itself, or the call that initialises the variable
 * which it names, whose type is known without following the flow. Undefined if it certainly or most likely is none.
 */
export function promiseSource(expression: Expression, syntax: FileSyntax, depth = 0): Expression | undefined {
  switch (expression.kind) {
    case SyntaxKind.CallExpression:
      return isSynchronousCall(expression as CallExpression, syntax) ? undefined : expression;
    case SyntaxKind.TaggedTemplateExpression:
      return expression;
    case SyntaxKind.NewExpression: {
      const constructed = (expression as unknown as { expression: Node }).expression;
      return is.isIdentifier(constructed) && PROMISE_TYPE.test(constructed.text) ? expression : undefined;
    }
    case SyntaxKind.Identifier:
      return depth < DEEPEST ? sourceOfName(expression as Identifier, syntax, depth) : undefined;
    case SyntaxKind.PropertyAccessExpression: {
      const { name } = expression as unknown as { name: Name };
      return PROMISE_NAME.test(name.text) || isDeclaredPromise(name, syntax) ? expression : undefined;
    }
    case SyntaxKind.ParenthesizedExpression:
      return promiseSource((expression as unknown as { expression: Expression }).expression, syntax, depth);
    case SyntaxKind.ConditionalExpression: {
      const { whenTrue, whenFalse } = expression as ConditionalExpression;
      const isPossible = [whenTrue, whenFalse].every((each) => promiseSource(each, syntax, depth) !== undefined);
      return isPossible ? expression : undefined;
    }
    case SyntaxKind.BinaryExpression: {
      const { operatorToken, right } = expression as BinaryExpression;
      const isRight = operatorToken.kind === SyntaxKind.EqualsToken || operatorToken.kind === SyntaxKind.CommaToken;
      return isRight ? promiseSource(right, syntax, depth) : undefined;
    }
    // Literals, operators, functions, classes; `await`, which leaves no promise; elements of collections and asserted
    // values, of which only their author knows whether they are there.
    default:
      return undefined;
  }
}

/** The last name of the callee: `b` of `a.b()`. */
export function calledName({ expression: callee }: CallExpression): string | undefined {
  if (is.isIdentifier(callee)) return callee.text;
  return is.isPropertyAccessExpression(callee) ? callee.name.text : undefined;
}

function sourceOfName(name: Identifier, syntax: FileSyntax, depth: number): Expression | undefined {
  const declaration = bindingOf(name, syntax);
  switch (declaration?.kind) {
    case SyntaxKind.VariableDeclaration: {
      const { type, initializer } = declaration as { type?: Node; initializer?: Expression };
      if (type !== undefined) return isPromiseType(type) ? name : undefined;
      if (initializer === undefined || !isOnlyTested(declaration as VariableDeclaration, syntax)) return undefined;
      return promiseSource(initializer, syntax, depth + 1);
    }
    case SyntaxKind.Parameter: {
      const { type } = declaration as { type?: Node };
      return type !== undefined && isPromiseType(type) ? name : undefined;
    }
    case SyntaxKind.ImportSpecifier:
    case SyntaxKind.ImportClause:
      return name;
    default:
      return undefined;
  }
}

/**
 * Every mention of the variable tests, spreads or returns it. Where more is done with a value, the compiler says that it is
 * a promise.
 */
function isOnlyTested(declaration: VariableDeclaration, syntax: FileSyntax): boolean {
  const { name } = declaration;
  const scope = scopeOf(declaration);
  if (scope === undefined || !is.isIdentifier(name)) return false;
  return occurrencesOf(name.text, name, scope, syntax).every((use) => use === name || isMereTest(use));
}

function isMereTest(use: Node): boolean {
  const { parent } = outermost(use);
  switch (parent.kind) {
    case SyntaxKind.PrefixUnaryExpression:
    case SyntaxKind.IfStatement:
    case SyntaxKind.WhileStatement:
    case SyntaxKind.DoStatement:
    case SyntaxKind.ForStatement:
    case SyntaxKind.ConditionalExpression:
    case SyntaxKind.ReturnStatement:
    case SyntaxKind.SpreadAssignment:
    case SyntaxKind.SpreadElement:
    case SyntaxKind.JsxSpreadAttribute:
      return true;
    case SyntaxKind.BinaryExpression:
      return isLogicalOperator((parent as BinaryExpression).operatorToken.kind);
    default:
      return false;
  }
}

/** `&&`, `||` or `??`. */
export function isLogicalOperator(kind: SyntaxKind): boolean {
  return (
    kind === SyntaxKind.AmpersandAmpersandToken ||
    kind === SyntaxKind.BarBarToken ||
    kind === SyntaxKind.QuestionQuestionToken
  );
}

/** The call of a synchronous function that stands there, or of one in the file that says what it returns. */
function isSynchronousCall(call: CallExpression, syntax: FileSyntax): boolean {
  const callee = skipOuter(call.expression);
  if (isFunctionNode(callee)) return !isAsync(callee);
  if (SYNCHRONOUS_CALLS.has(calledName(call) ?? "")) return true;
  if (is.isPropertyAccessExpression(callee) && callee.expression.kind === SyntaxKind.ThisKeyword) {
    return isDeclaredPlain(callee.name, syntax);
  }
  if (!is.isIdentifier(callee)) return false;
  const declaration = bindingOf(callee, syntax);
  const { type, initializer } = (declaration ?? {}) as { type?: TypeNode; initializer?: Node };
  const returned = initializer !== undefined && isFunctionNode(initializer) ? initializer.type : type;
  const isFunction = declaration?.kind === SyntaxKind.FunctionDeclaration || returned !== type;
  return isFunction && returned !== undefined && isPlainType(returned);
}

/** A type that is no promise by its syntax alone. */
function isPlainType({ kind }: TypeNode): boolean {
  switch (kind) {
    case SyntaxKind.BooleanKeyword:
    case SyntaxKind.StringKeyword:
    case SyntaxKind.NumberKeyword:
    case SyntaxKind.BigIntKeyword:
    case SyntaxKind.VoidKeyword:
    case SyntaxKind.TypePredicate:
    case SyntaxKind.ArrayType:
    case SyntaxKind.LiteralType:
      return true;
    default:
      return false;
  }
}

const PROMISE_TYPE = /Promise|Thenable|Deferred/;

function isPromiseType(type: Node): boolean {
  return is.isTypeReferenceNode(type) && PROMISE_TYPE.test(type.typeName.getText());
}

/** What members are called that are promises. */
const PROMISE_NAME = /(?:promise|ready|loaded|finished|closed|settled|pending|initialized|completed|deferred)$/i;

/** Functions and methods of the language that answer yes or no, or with a number or text. */
const SYNCHRONOUS_CALLS: ReadonlySet<string> = new Set(
  (
    "Boolean Number String parseInt parseFloat isNaN isFinite isInteger isSafeInteger isArray isBuffer isView hasOwn " +
    "hasOwnProperty isPrototypeOf propertyIsEnumerable includes startsWith endsWith indexOf lastIndexOf some every " +
    "test exec match trim slice substring split join keys toString toLowerCase toUpperCase"
  ).split(" "),
);
