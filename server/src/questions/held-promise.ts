// What is known of a promise that is waited for by a name: which values the name is given in its file, and whether what it
// belongs to, a deferred (`{ promise, resolve, reject }` in any of its forms), is ever rejected there. Names first: types are
// asked for only where a receiver may be a deferred.

import type { Checker, Type } from "../typescript/api.ts";
import { identifiersOf } from "../typescript/scan.ts";
import {
  SyntaxKind,
  findAncestor,
  hasModifier,
  is,
  outermost,
  skipOuter,
  type CallExpression,
  type Expression,
  type Identifier,
  type NewExpression,
  type Node,
} from "../typescript/syntax.ts";
import { variableOf } from "./variable.ts";

/**
 * All values that a variable of the file, or a field that only its class can name, is ever given. Undefined for what gets
 * its value elsewhere: parameters, imports, parts of patterns, fields that others may write.
 */
export function valuesGiven(expression: Expression): readonly Expression[] | undefined {
  const node = skipOuter(expression);
  const declared = is.isIdentifier(node) ? declaredVariable(node) : declaredField(node);
  if (declared === undefined) return undefined;
  const { name, scope } = declared;
  const text = (name as Identifier).text;
  const values: Expression[] = [];
  for (const use of identifiersOf(scope.getSourceFile()).named(text, scope.pos, scope.end)) {
    const value = valueGivenAt(use);
    if (value !== undefined) values.push(value);
  }
  return values.length === 0 ? undefined : values;
}

interface Declared {
  readonly name: Node;
  /** Where the name can be used. */
  readonly scope: Node;
}

function declaredVariable(name: Identifier): Declared | undefined {
  const { declared } = variableOf(name);
  const holder = declared?.parent;
  if (declared === undefined || holder === undefined || !is.isVariableDeclaration(holder)) return undefined;
  // What a loop or a `catch` gives to its variable stands nowhere.
  if (!is.isVariableDeclarationList(holder.parent) || !is.isVariableStatement(holder.parent.parent)) return undefined;
  return { name: declared, scope: holder.parent.parent.parent };
}

/** `this.#field` and `this.field`, if the field is private. */
function declaredField(access: Node): Declared | undefined {
  if (!is.isPropertyAccessExpression(access)) return undefined;
  const scope = findAncestor(access, (node) => is.isClassDeclaration(node) || is.isClassExpression(node));
  const { members = [] } = (scope ?? {}) as { readonly members?: readonly Node[] };
  const { name } = access;
  const member = [...members].find(
    (each) => is.isPropertyDeclaration(each) && (each.name as { text?: string }).text === name.text,
  );
  if (scope === undefined || member === undefined) return undefined;
  const isPrivate = is.isPrivateIdentifier(name)
    ? true
    : access.expression.kind === SyntaxKind.ThisKeyword && hasModifier(member, SyntaxKind.PrivateKeyword);
  return isPrivate ? { name, scope } : undefined;
}

/** The initialiser of a declaration of that name, or what is assigned to it. */
function valueGivenAt(use: Node): Expression | undefined {
  const { parent } = use;
  if (is.isVariableDeclaration(parent) || is.isPropertyDeclaration(parent)) {
    return (parent.name as Node) === use ? parent.initializer : undefined;
  }
  const isMember = is.isPropertyAccessExpression(parent) && parent.name === use;
  const target = outermost(isMember ? parent : use);
  const assignment = target.parent;
  if (!is.isBinaryExpression(assignment) || (assignment.left as Node) !== target) return undefined;
  return ASSIGNMENTS.has(assignment.operatorToken.kind) ? assignment.right : undefined;
}

const ASSIGNMENTS: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.EqualsToken,
  SyntaxKind.QuestionQuestionEqualsToken,
  SyntaxKind.BarBarEqualsToken,
  SyntaxKind.AmpersandAmpersandEqualsToken,
]);

/** `deferred` of `deferred.promise` and `deferred.wait()`: what could be a deferred that has the promise. */
export function holderOf(expression: Expression): Expression | undefined {
  const node = skipOuter(expression);
  const access = is.isCallExpression(node) ? skipOuter(node.expression) : node;
  if (!is.isPropertyAccessExpression(access)) return undefined;
  const holder = skipOuter(access.expression);
  return is.isIdentifier(holder) || is.isPropertyAccessExpression(holder) ? holder : undefined;
}

/** Which of the values are deferreds: objects with a function to resolve and one to reject. */
export async function areDeferreds(checker: Checker, values: readonly Expression[]): Promise<boolean[]> {
  if (values.length === 0) return [];
  const types = await checker.getTypeAtLocation(values);
  const known = new Map<number, Promise<boolean>>();
  return Promise.all(
    types.map(async (type) => {
      if (type === undefined) return false;
      let answer = known.get(type.id);
      if (answer === undefined) known.set(type.id, (answer = isDeferred(checker, type)));
      return answer;
    }),
  );
}

async function isDeferred(checker: Checker, type: Type): Promise<boolean> {
  const owner = (await checker.getNonNullableType(type)) ?? type;
  const [resolve, reject] = await Promise.all(
    ["resolve", "reject"].map((name) => checker.getPropertyOfType(owner, name)),
  );
  return resolve !== undefined && reject !== undefined;
}

/** True if the file shows that a deferred of that name may be rejected: by a call, by a time limit, or by another name. */
export function isRejectedSomewhere(holder: Expression): boolean {
  const name = is.isPropertyAccessExpression(holder) ? holder.name : holder;
  const file = holder.getSourceFile();
  for (const use of identifiersOf(file).named((name as Identifier).text, file.pos, file.end)) {
    if (mayReject(use)) return true;
  }
  return false;
}

function mayReject(use: Node): boolean {
  const value = valueGivenAt(use);
  if (value !== undefined) return hasLimitOrAlias(value, use);
  const isMember = is.isPropertyAccessExpression(use.parent) && use.parent.name === use;
  const named = outermost(isMember ? use.parent : use);
  const access = named.parent;
  if (is.isPropertyAccessExpression(access) && access.expression === named) return access.name.text === "reject";
  // `const { reject } = deferred;` and `const other = deferred;`
  return is.isVariableDeclaration(access) && access.initializer === named;
}

/** Created with arguments, which may be a time limit; or given to something else at once. */
function hasLimitOrAlias(value: Expression, use: Node): boolean {
  const created = skipOuter(value) as CallExpression | NewExpression;
  if ((is.isCallExpression(created) || is.isNewExpression(created)) && (created.arguments?.length ?? 0) > 0)
    return true;
  const assignment = findAncestor(use, is.isBinaryExpression);
  const holder = assignment?.operatorToken.kind === SyntaxKind.EqualsToken ? outermost(assignment).parent : undefined;
  return holder !== undefined && is.isVariableDeclaration(holder) && holder.initializer !== undefined;
}
