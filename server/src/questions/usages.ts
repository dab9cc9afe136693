// Question: where is a named function used in its project?

import { IdentifierIndex } from "../typescript/scan.ts";
import {
  SyntaxKind,
  is,
  outermost,
  type CallExpression,
  type FunctionNode,
  type Node,
  type PrivateIdentifier,
} from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";

/** One place that names the function. */
export interface Usage {
  readonly name: Node;
  /** The call, if the function is called there; otherwise it is imported, exported or passed on as a value. */
  readonly call: CallExpression | undefined;
}

export const answerUsages: Answerer<FunctionNode, readonly Usage[] | undefined> = (view, functions) =>
  Promise.all(functions.map((fn) => usages(view, fn)));

async function usages(view: ProgramView, fn: FunctionNode): Promise<readonly Usage[] | undefined> {
  const declaration = namedDeclaration(fn);
  if (declaration === undefined) return undefined;
  const { name: ownName } = declaration as { name?: Node };
  if (ownName !== undefined && is.isPrivateIdentifier(ownName)) return privateUsages(ownName, declaration.parent);
  const found = await view.checker.getSignatureUsage(declaration);
  const resolved = await Promise.all(
    found.map(async ({ name, call }) => ({
      name: await name.resolve(view.project),
      call: (await call?.resolve(view.project)) as CallExpression | undefined,
    })),
  );
  return resolved.every((usage): usage is Usage => usage.name !== undefined) ? resolved : undefined;
}

/** `#name` can be used inside its class only; the engine does not list such uses. */
function privateUsages(name: PrivateIdentifier, owner: Node): readonly Usage[] {
  const uses = [...new IdentifierIndex(owner.getSourceFile()).named(name.text, owner.pos, owner.end)];
  return uses
    .filter((use) => use !== name)
    .map((use) => {
      const access = outermost(use.parent);
      const call = access.parent;
      const isCalled = is.isCallExpression(call) && call.expression === access;
      return { name: use, call: isCalled ? call : undefined };
    });
}

/** The declaration whose name stands for the function: its own, or that of the constant or field that holds it. */
export function namedDeclaration(fn: FunctionNode): Node | undefined {
  switch (fn.kind) {
    case SyntaxKind.FunctionDeclaration:
    case SyntaxKind.MethodDeclaration:
      return fn;
    case SyntaxKind.ArrowFunction:
    case SyntaxKind.FunctionExpression: {
      const holder = fn.parent;
      if (is.isVariableDeclaration(holder) && holder.initializer === (fn as Node)) return holder;
      if (is.isPropertyDeclaration(holder) && holder.initializer === (fn as Node)) return holder;
      return undefined;
    }
    default:
      return undefined;
  }
}
