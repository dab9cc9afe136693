// Fact: a private class field gets values that nothing in its class reads.

import { SyntaxKind, hasModifier, is, outermost, type Node, type PropertyDeclaration } from "../typescript/syntax.ts";
import type { Collector, FactBase, FileSyntax } from "./collector.ts";
import { storeInto, type Store } from "./occurrences.ts";
import { startedValues, type StartedValue } from "./started-values.ts";
import { startsSomething } from "./unread-variable.ts";

export interface UnreadField extends FactBase {
  readonly kind: "unread-field";
  readonly name: string;
  readonly store: Store;
  /** The parts of the stored value that could be promises; never empty. */
  readonly values: readonly StartedValue[];
}

export const unreadField: Collector<UnreadField> = {
  nodes: [SyntaxKind.PropertyDeclaration],
  collect(node: Node, syntax: FileSyntax) {
    const field = node as PropertyDeclaration;
    const name = field.name;
    const isHard = is.isPrivateIdentifier(name);
    if (!isHard && !(is.isIdentifier(name) && hasModifier(field, SyntaxKind.PrivateKeyword))) return [];
    if (name.text.startsWith("_") || hasModifier(field, SyntaxKind.DeclareKeyword)) return [];
    // A decorator may hand the field to a framework that reads it, and so may `accessor`.
    if (hasModifier(field, SyntaxKind.Decorator) || hasModifier(field, SyntaxKind.AccessorKeyword)) return [];
    const owner = field.parent;
    const stores: Store[] = [];
    for (const use of syntax.identifiers.named(name.text, owner.pos, owner.end)) {
      const store = use === name ? initializerOf(field) : storeIntoThis(use);
      if (store !== undefined) stores.push(store);
      else if (use !== name && !isOtherMeaning(use)) return [];
    }
    // TypeScript's `private` is open to `object["name"]`, which looks like a string.
    if (!isHard && isNamedInString(name.text, syntax)) return [];
    return stores.flatMap((store) => {
      const values = startedValues(store.value);
      return startsSomething(values)
        ? [{ kind: "unread-field" as const, node, isLocal: false, name: name.text, store, values }]
        : [];
    });
  },
};

function initializerOf(field: PropertyDeclaration): Store | undefined {
  return field.initializer && { target: field.name, value: field.initializer, node: field };
}

/** `this.name = value;`: a store through another object could be read through that object. */
function storeIntoThis(use: Node): Store | undefined {
  const access = use.parent;
  if (!is.isPropertyAccessExpression(access) || access.name !== use) return undefined;
  return outermost(access).parent.kind === SyntaxKind.BinaryExpression &&
    access.expression.kind === SyntaxKind.ThisKeyword
    ? storeInto(use)
    : undefined;
}

/** A parameter, variable or key of the same name says nothing about the field. */
function isOtherMeaning(use: Node): boolean {
  const parent = use.parent;
  if (is.isPrivateIdentifier(use)) return false;
  if (is.isPropertyAccessExpression(parent)) return parent.name !== use;
  // `const { name } = this` reads the field.
  return !is.isBindingElement(parent);
}

function isNamedInString(name: string, { text }: FileSyntax): boolean {
  return [`"${name}"`, `'${name}'`, `\`${name}\``].some((quoted) => text.includes(quoted));
}
