// Small questions about the syntax of calls and targets that effects are read from.

import { beginsLookUp, isClause } from "../knowledge/query-builders.ts";
import { kindOfName } from "../knowledge/reading-names.ts";
import {
  SyntaxKind,
  calleeName,
  findAncestor,
  is,
  isFunctionNode,
  skipOuter,
  type CallExpression,
  type Expression,
  type FunctionNode,
  type Identifier,
  type Node,
} from "../typescript/syntax.ts";
import { variableOf } from "./variable.ts";

/** Parts of a node that are names and no code. */
export function namesOf(node: Node): readonly Node[] {
  const { name, propertyName, label } = node as { name?: Node; propertyName?: Node; label?: Node };
  const isPattern = name !== undefined && is.isBindingPattern(name);
  return [isPattern || is.isShorthandPropertyAssignment(node) ? undefined : name, propertyName, label].filter(
    (part): part is Node => part !== undefined && !is.isComputedPropertyName(part),
  );
}

export function partsOfPattern(pattern: Node): Expression[] {
  if (is.isArrayLiteralExpression(pattern)) {
    return pattern.elements
      .filter((element) => element.kind !== SyntaxKind.OmittedExpression)
      .map((element) => (is.isSpreadElement(element) ? element.expression : element));
  }
  if (!is.isObjectLiteralExpression(pattern)) return [];
  return pattern.properties.flatMap((property) => {
    if (is.isPropertyAssignment(property)) return [property.initializer];
    if (is.isShorthandPropertyAssignment(property)) return [property.name as unknown as Expression];
    return is.isSpreadAssignment(property) ? [property.expression] : [];
  });
}

export function wordOf(call: Expression): string {
  const named = is.isCallExpression(call)
    ? calleeName(call)
    : is.isNewExpression(call)
      ? skipOuter(call.expression)
      : call;
  return is.isIdentifier(named) || is.isPrivateIdentifier(named) || is.isStringLiteral(named)
    ? named.text.replace(/^#/, "")
    : is.isPropertyAccessExpression(named)
      ? named.name.text
      : "";
}

/** `promise.then`, `promise.catch`, `promise.finally`. */
export function isHandling(callee: Expression): boolean {
  return is.isPropertyAccessExpression(callee) && /^(?:catch|finally|then)$/.test(callee.name.text);
}

/** `resolve(…)` and `reject(…)` of `new Promise((resolve, reject) => …)`. */
export function isSettling(callee: Expression): boolean {
  if (!is.isIdentifier(callee)) return false;
  const { kind, owner } = variableOf(callee);
  if (kind !== "parameter" || owner === undefined) return false;
  const promise = owner.parent;
  return is.isNewExpression(promise) && is.isIdentifier(promise.expression) && promise.expression.text === "Promise";
}

/** `cleanup()` of `const { signal, cleanup } = combine(signals)`: what was made for this call alone is given back. */
export function isTidying(callee: Expression): boolean {
  if (!is.isIdentifier(callee) || !/^(?:clean_?up|dispose|teardown|unlisten|unsubscribe)$/i.test(callee.text))
    return false;
  const { kind, declared } = variableOf(callee);
  const declaration = declared && findAncestor(declared, is.isVariableDeclaration);
  return kind === "local" && declaration?.initializer !== undefined && is.isCallExpression(declaration.initializer);
}

/** The function of the project's names that a call gives something like: `load` of `traced(load, tracer)`. */
export function madeFrom(call: CallExpression): Expression | undefined {
  const functions = call.arguments.filter((argument) => {
    const node = skipOuter(argument);
    if (is.isPropertyAccessExpression(node)) return isOfModule(node.expression) && isVerb(node.name.text);
    return is.isIdentifier(node) && isDeclaredFunction(node);
  });
  return functions.length === 1 ? skipOuter(functions[0]!) : undefined;
}

function isDeclaredFunction(name: Identifier): boolean {
  if (variableOf(name).kind === "import") return isVerb(name.text);
  return functionNamed(name) !== undefined;
}

/** The function of the same file that a name means; it may have no body. */
export function functionNamed(name: Identifier): FunctionNode | undefined {
  const { declared, kind } = variableOf(name);
  const declaration = declared?.parent;
  if (declaration === undefined || kind === "parameter" || kind === "import") return undefined;
  const isVariable = is.isVariableDeclaration(declaration) && declaration.initializer !== undefined;
  const value = isVariable ? skipOuter(declaration.initializer) : declaration;
  return isFunctionNode(value) ? value : undefined;
}

/** `users` of `users.load`, where the name is a module's or a class's. */
function isOfModule(owner: Expression): boolean {
  if (!is.isIdentifier(owner)) return false;
  const { kind } = variableOf(owner);
  return kind === "import" || (kind === "module" && /^[A-Z]|_\d+$/.test(owner.text));
}

function isVerb(name: string): boolean {
  return /^[a-z]/.test(name) && kindOfName(name) !== "neutral";
}

/** A query that is put together call by call and looks something up: all its calls are one. */
export interface LookUp {
  /** What the query is made on. */
  readonly source: Expression;
  /** The call that says that it looks something up. */
  readonly name: string;
  readonly calls: readonly CallExpression[];
}

/** `db.selectFrom("users").where(…).execute()`; undefined for other calls, and for queries that change anything. */
export function lookUpOf(call: CallExpression): LookUp | undefined {
  const calls: CallExpression[] = [];
  const names: string[] = [];
  let source: Expression = call;
  while (is.isCallExpression(source)) {
    const callee = skipOuter(source.expression);
    if (!is.isPropertyAccessExpression(callee)) break;
    const name = callee.name.text;
    if (!isClause(name) && !beginsLookUp(name)) break;
    calls.push(source);
    names.push(name);
    source = skipOuter(callee.expression);
  }
  const name = names.findLast(beginsLookUp);
  // `items.find((item) => …)` looks in a list.
  const isInList = calls.some(({ expression, arguments: args }) => {
    return /\.find\w*$/.test(expression.getText()) && args.some((argument) => isFunctionNode(skipOuter(argument)));
  });
  if (
    isInList ||
    calls.length < 2 ||
    name === undefined ||
    names.some((each) => beginsLookUp(each) && kindOfName(each) === "writing")
  )
    return undefined;
  // A sub-query, or what stands in front, may still insert.
  return WRITING_CLAUSE.test(call.getText()) ? undefined : { source, name, calls };
}

const WRITING_CLAUSE = /\b(?:delete|forUpdate|for update|insert|merge|replace|transacting|update|upsert)/i;

/** An argument is SQL that is written out and does not just select. */
export function hasWritingSql(call: Node): boolean {
  if (!is.isCallExpression(call)) return false;
  return call.arguments.some((argument) => {
    const node = skipOuter(argument);
    const text = is.isStringLiteral(node) || is.isTemplateExpression(node) || is.isNoSubstitutionTemplateLiteral(node);
    return text && WRITING_SQL.test(node.getText().slice(1));
  });
}

const WRITING_SQL =
  /^\s*(?:alter|begin|call|commit|create|delete|drop|exec|insert|lock|merge|replace|rollback|truncate|update)\s|\bfor\s+update\b/i;

/** `{ forUpdate: true }`, `{ lock: transaction.LOCK.UPDATE }`: what is found is kept from others until the transaction ends. */
export function asksForLock(call: Node): boolean {
  if (!is.isCallExpression(call)) return false;
  return call.arguments.some((argument) => {
    const node = skipOuter(argument);
    if (!is.isObjectLiteralExpression(node)) return false;
    return node.properties.some(
      (property) =>
        is.isPropertyAssignment(property) &&
        /^(?:forUpdate|lock)$/.test(property.name.getText()) &&
        skipOuter(property.initializer).kind !== SyntaxKind.FalseKeyword,
    );
  });
}
