// Question: where is a function used that other files may name? What the compiler finds at once, for people to read; whoever
// rewrites all uses asks for the references of the name, which looks further and costs more.

import { SyntaxKind, is, type CallExpression, type FunctionNode, type Node } from "../typescript/syntax.ts";
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
  const found = await view.checker.getSignatureUsage(declaration);
  const resolved = await Promise.all(
    found.map(async ({ name, call }) => ({
      name: await name.resolve(view.project),
      call: (await call?.resolve(view.project)) as CallExpression | undefined,
    })),
  );
  return resolved.every((usage): usage is Usage => usage.name !== undefined) ? resolved : undefined;
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
