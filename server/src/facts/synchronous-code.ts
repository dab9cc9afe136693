// What code runs before a call returns: the calls and accesses in a function's body, in its parameters' defaults, and, for
// a class, in its constructor and fields. Functions that are merely defined on the way are left out, unless they are handed to
// something that calls them at once, and so is what makes an error that is thrown.

import {
  SyntaxKind,
  forEachDescendant,
  hasModifier,
  is,
  isAsync,
  isFunctionNode,
  isGenerator,
  lastName,
  type CallExpression,
  type ClassLikeDeclaration,
  type Expression,
  type FunctionNode,
  type Name,
  type NewExpression,
  type Node,
  type PropertyAccessExpression,
  type TaggedTemplateExpression,
} from "../typescript/syntax.ts";
import { runsAtOnceByName } from "./async-context.ts";
import { handedName, receiverOfName } from "./handed-function.ts";

/** Code that runs as a whole: a function, or a class when an instance is made. */
export type Runnable = FunctionNode | ClassLikeDeclaration;

/** A place at which other code is run: a call, `new`, a tagged template, the base class, a getter, a name that is handed over. */
export type RunningPlace =
  | CallExpression
  | Name
  | NewExpression
  | TaggedTemplateExpression
  | PropertyAccessExpression
  | Expression;

/** True if a call of the function has run all of its body when it returns. */
export function isSynchronous(fn: FunctionNode): boolean {
  return fn.body !== undefined && !isAsync(fn) && !isGenerator(fn);
}

/**
 * Calls `visit` for every place that a call of `code` reaches before it returns, in text order.
 * @param accesses the names of getters that are looked for among the properties that are read
 */
export function forEachRunningPlace(
  code: Runnable,
  accesses: ReadonlySet<string>,
  visit: (place: RunningPlace, name: string | undefined) => void,
): void {
  const enter = (node: Node): boolean => {
    switch (node.kind) {
      case SyntaxKind.CallExpression:
        visit(node as CallExpression, lastName((node as CallExpression).expression));
        break;
      case SyntaxKind.NewExpression:
        visit(node as NewExpression, lastName((node as NewExpression).expression));
        break;
      case SyntaxKind.TaggedTemplateExpression:
        visit(node as TaggedTemplateExpression, lastName((node as TaggedTemplateExpression).tag));
        break;
      case SyntaxKind.PropertyAccessExpression: {
        const access = node as PropertyAccessExpression;
        if (accesses.has(access.name.text) && !isCallee(access)) visit(access, access.name.text);
        break;
      }
      case SyntaxKind.Identifier:
      case SyntaxKind.PrivateIdentifier: {
        const receiver = receiverOfName(node);
        if (receiver !== undefined && receiver.kind !== "promise") visit(node as Name, (node as Name).text);
        break;
      }
      case SyntaxKind.ClassDeclaration:
      case SyntaxKind.ClassExpression:
        for (const part of partsThatRun(node as ClassLikeDeclaration, "static")) walk(part);
        return false;
      // Nobody who gets a result has waited for the making of an error.
      case SyntaxKind.ThrowStatement:
        return false;
      default:
        if (isFunctionNode(node)) return isSynchronous(node) && runsAtOnceByName(node);
    }
    return true;
  };
  const walk = (node: Node) => {
    if (enter(node)) forEachDescendant(node, enter);
  };
  if (isFunctionNode(code)) {
    for (const { initializer } of code.parameters) if (initializer !== undefined) walk(initializer);
    if (code.kind === SyntaxKind.Constructor) runClass(code.parent as unknown as ClassLikeDeclaration);
    if (code.body !== undefined) walk(code.body);
  } else {
    runClass(code);
  }

  function runClass(owner: ClassLikeDeclaration): void {
    const base = baseOf(owner);
    if (base !== undefined) visit(base, lastName(base));
    for (const part of partsThatRun(owner, "instance")) walk(part);
  }
}

/** False if the place cannot run the code that its name means: a property that is read runs getters only. */
export function canRun(place: RunningPlace, code: Runnable): boolean {
  if (handedName(place) !== undefined) return isFunctionNode(code) && !NEVER_HANDED.has(code.kind);
  const isRead = is.isPropertyAccessExpression(place) && place.parent.kind !== SyntaxKind.ExpressionWithTypeArguments;
  return !isRead || code.kind === SyntaxKind.GetAccessor;
}

/** What a name stands for when it is handed over is the result of a getter, and a class cannot be called. */
const NEVER_HANDED: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.Constructor,
  SyntaxKind.GetAccessor,
  SyntaxKind.SetAccessor,
]);

/** True if the property is called, and not just read. */
export function isCallee(access: PropertyAccessExpression): boolean {
  const { parent } = access;
  return is.isCallExpression(parent) && (parent.expression as Node) === access;
}

function baseOf({ heritageClauses }: ClassLikeDeclaration): Expression | undefined {
  const clause = heritageClauses?.find(({ token }) => token === SyntaxKind.ExtendsKeyword);
  return clause?.types[0]?.expression;
}

/** Initialisers of fields, and static blocks, that run when the class is defined or an instance is made. */
function partsThatRun({ members }: ClassLikeDeclaration, when: "static" | "instance"): Node[] {
  return [...members].flatMap((member): Node[] => {
    if (member.kind === SyntaxKind.ClassStaticBlockDeclaration) return when === "static" ? [member] : [];
    if (!is.isPropertyDeclaration(member) || member.initializer === undefined) return [];
    const isStatic = hasModifier(member, SyntaxKind.StaticKeyword);
    return isStatic === (when === "static") ? [member.initializer] : [];
  });
}
