// Question: does a dependency declare, beside the function `fooSync` that a call resolves to, a function `foo` that does
// the same without blocking, because it returns a promise or takes a callback? For `foo.sync` that function is `foo`.

import { SignatureKind, SymbolFlags, type Signature, type Symbol } from "../typescript/api.ts";
import type { NamedRun } from "../facts/handed-function.ts";
import type { Answerer, ProgramView } from "./answerer.ts";
import { symbolsOfRuns } from "./api-member.ts";
import { promiseShapeOf } from "./promise-shape.ts";
import { aliasTarget } from "./symbol-meaning.ts";

/** What the asynchronous function does with its result; undefined if there is none. */
export type AsynchronousSibling = "promise" | "callback" | undefined;

export const answerAsynchronousSibling: Answerer<NamedRun, AsynchronousSibling> = async (view, runs) => {
  const symbols = await symbolsOfRuns(view, runs);
  return Promise.all(symbols.map((symbol) => siblingOf(view, symbol)));
};

async function siblingOf(view: ProgramView, symbol: Symbol | undefined): Promise<AsynchronousSibling> {
  if (symbol === undefined) return undefined;
  const target = await aliasTarget(view.checker, symbol);
  const owner = await target.getParent();
  if (owner === undefined) return undefined;
  if (target.name === "sync") return (owner.flags & SymbolFlags.Function) === 0 ? undefined : styleOf(view, owner);
  // `transferSync` may mean that one waits for more than a receipt: what gives a promise does not block.
  if (!target.name.endsWith("Sync") || (await styleOf(view, target)) === "promise") return undefined;
  const name = target.name.slice(0, -"Sync".length);
  for (const members of await Promise.all([owner.getExports(), owner.getMembers()])) {
    for (const [key, sibling] of members) {
      if (String(key) === name) return styleOf(view, sibling);
    }
  }
  return undefined;
}

async function styleOf(view: ProgramView, symbol: Symbol): Promise<AsynchronousSibling> {
  const target = await aliasTarget(view.checker, symbol);
  const type = await view.checker.getTypeOfSymbol(target);
  if (type === undefined) return undefined;
  const signatures = await view.checker.getSignaturesOfType(type, SignatureKind.Call);
  const styles = await Promise.all(signatures.map((signature) => styleOfSignature(view, signature)));
  return styles.includes("promise") ? "promise" : styles.includes("callback") ? "callback" : undefined;
}

async function styleOfSignature(view: ProgramView, signature: Signature): Promise<AsynchronousSibling> {
  const result = await view.checker.getReturnTypeOfSignature(signature);
  if (result !== undefined && (await promiseShapeOf(view.checker, result)) === "promise") return "promise";
  const last = (await signature.getParameters()).at(-1);
  return last !== undefined && /^(?:cb|callback|done|next)$/i.test(last.name) ? "callback" : undefined;
}
