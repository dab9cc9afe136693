// What is done with the value that a `new` or a call gives: the variable that keeps it, and the members that are used of it.

import { bindingOf } from "../facts/binding.ts";
import type { FileSyntax } from "../facts/collector.ts";
import { hidingScope, occurrencesOf } from "../facts/occurrences.ts";
import {
  is,
  outermost,
  skipOuter,
  type CallExpression,
  type Expression,
  type Identifier,
  type NewExpression,
  type Node,
} from "../typescript/syntax.ts";

/** `new Worker(…)`, `pLimit(2)` */
export type Making = CallExpression | NewExpression;

/** The `new` or call whose callee the word names. */
export function makingBy(word: Node): Making | undefined {
  const { parent } = word;
  const callee = is.isPropertyAccessExpression(parent) && parent.name === word ? parent : word;
  const making = callee.parent;
  const isMaking = (is.isCallExpression(making) || is.isNewExpression(making)) && making.expression === callee;
  return isMaking ? making : undefined;
}

/** What made the value of the variable that the word names. */
export function madeFor(word: Node, syntax: FileSyntax): Making | undefined {
  if (!is.isIdentifier(word)) return undefined;
  const declaration = bindingOf(word, syntax);
  if (declaration === undefined || !is.isVariableDeclaration(declaration) || !is.isIdentifier(declaration.name))
    return undefined;
  return makingIn(declaration.initializer);
}

/** What made the value on which a method is called: of `queue.add(…)`, the `new PQueue()` behind `queue`. */
export function madeForReceiver(call: CallExpression, syntax: FileSyntax): Making | undefined {
  const callee = skipOuter(call.expression);
  return is.isPropertyAccessExpression(callee) ? madeFor(skipOuter(callee.expression), syntax) : undefined;
}

function makingIn(value: Expression | undefined): Making | undefined {
  const inner = value && skipOuter(value);
  return inner !== undefined && (is.isNewExpression(inner) || is.isCallExpression(inner)) ? inner : undefined;
}

/** The places that use the value: the variable's other mentions. Undefined if no variable keeps it. */
export function usesOfMade(making: Making, syntax: FileSyntax): readonly Node[] | undefined {
  const declaration = outermost(making).parent;
  if (!is.isVariableDeclaration(declaration) || !is.isIdentifier(declaration.name)) return undefined;
  const name: Identifier = declaration.name;
  return occurrencesOf(name.text, name, hidingScope(name), syntax).filter((use) => use !== name);
}

/** The member that is read of a use, `abort` of `controller.abort()`, and the call of it if it is one. */
export function memberOf(
  use: Node,
): { readonly name: string; readonly node: Node; readonly call: CallExpression | undefined } | undefined {
  const access = outermost(use).parent;
  if (!is.isPropertyAccessExpression(access)) return undefined;
  const call = access.parent;
  return {
    name: access.name.text,
    node: access,
    call: is.isCallExpression(call) && call.expression === access ? call : undefined,
  };
}

/** The literal text of an argument. */
export function literalText(argument: Node | undefined): string | undefined {
  if (argument === undefined) return undefined;
  return is.isStringLiteral(argument) || is.isNoSubstitutionTemplateLiteral(argument) ? argument.text : undefined;
}

/** The value of a property that is written out in an object literal; undefined if there is none. */
export function propertyOf(argument: Node | undefined, name: string): Expression | undefined {
  if (argument === undefined || !is.isObjectLiteralExpression(argument)) return undefined;
  for (const property of argument.properties) {
    if (is.isPropertyAssignment(property) && is.isIdentifier(property.name) && property.name.text === name)
      return property.initializer;
    if (!is.isShorthandPropertyAssignment(property)) continue;
    const shorthand: Node = property.name;
    if (is.isIdentifier(shorthand) && shorthand.text === name) return shorthand;
  }
  return undefined;
}
