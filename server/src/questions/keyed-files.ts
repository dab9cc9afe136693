// Files that the iterations of a loop read and write under names that hold a key which no two iterations have: the names of
// a set, of an object's properties, or a number. Such accesses do not meet.

import type { LoopWaits } from "../facts/loop-waits.ts";
import { contains } from "../facts/occurrences.ts";
import { SyntaxKind, is, skipOuter, type Expression, type Node } from "../typescript/syntax.ts";
import type { ProgramView } from "./answerer.ts";
import { meaningsOf } from "./call-meaning.ts";
import type { CallSite, CodeEffects } from "./code-effects.ts";
import { answerCollectionKind } from "./collection-kind.ts";
import { variableOf } from "./variable.ts";

interface LoopCode {
  readonly loop: LoopWaits;
  readonly code: CodeEffects;
}

export interface KeyedCode {
  /** Without the accesses that do not meet. */
  readonly code: CodeEffects;
  readonly hasKeyedWrites: boolean;
}

export async function withoutKeyedFiles(view: ProgramView, loops: readonly LoopCode[]): Promise<KeyedCode[]> {
  const candidates = loops.map(({ code }) => code.calls.filter(({ name }) => WRITES_FILE.test(name)));
  const open = loops.filter((_, i) => candidates[i]!.length > 0);
  if (open.length === 0) return loops.map(({ code }) => ({ code, hasKeyedWrites: false }));
  const kinds = await answerCollectionKind(
    view,
    open.map(({ loop }) => loop.head.over),
  );
  const keys = new Map(open.map(({ loop }, i) => [loop, uniqueKey(loop, kinds[i]!)]));
  const sites = open.flatMap(({ loop, code }) => {
    const key = keys.get(loop);
    return key === undefined ? [] : code.calls.filter((site) => isKeyed(site, key, loop));
  });
  const meanings = await meaningsOf(view, sites);
  const effects = new Map(sites.map((site, i) => [site, meanings[i]!]));
  return loops.map(({ code }) => {
    let hasKeyedWrites = false;
    const calls = code.calls.filter((site) => {
      const meaning = effects.get(site);
      if (meaning?.kind !== "known" || !meaning.effect.endsWith(" file")) return true;
      hasKeyedWrites ||= meaning.effect !== "reads file";
      return false;
    });
    if (!hasKeyedWrites) return { code, hasKeyedWrites };
    return {
      code: {
        frame: code.frame,
        reads: code.reads,
        writes: code.writes,
        mysteries: code.mysteries,
        calls,
        isWaiting: true,
        throws: code.throws,
      },
      hasKeyedWrites,
    };
  });
}

/** Names of functions that change files; what they are is looked up. */
const WRITES_FILE =
  /^(?:appendFile|chmod|copy|copyFile|cp|mkdir|mkdirp|move|output\w+|remove|rename|rm|rmdir|truncate|unlink|utimes|write\w+)$/;

/** The variable whose value no two iterations share. */
function uniqueKey({ head }: LoopWaits, kind: string): string | undefined {
  if (head.kind !== "items") return head.names[0];
  const { binding } = head;
  if (binding === undefined) return undefined;
  const over = skipOuter(head.over);
  const made = is.isCallExpression(over) ? skipOuter(over.expression).getText() : "";
  const isWhole = is.isIdentifier(binding);
  if (isWhole) return kind === "set" || /^Object\.keys$|\.keys$/.test(made) ? binding.getText() : undefined;
  if (binding.kind !== SyntaxKind.ArrayBindingPattern) return undefined;
  const isPairs = kind === "map" || /^Object\.entries$|\.entries$/.test(made);
  const [first] = (binding as unknown as { elements: readonly { name?: Node }[] }).elements;
  return isPairs && first?.name !== undefined && is.isIdentifier(first.name) ? first.name.getText() : undefined;
}

/** The file's name, or each of both, is built from the key. */
function isKeyed({ call }: CallSite, key: string, { loop }: LoopWaits): boolean {
  if (!is.isCallExpression(call)) return false;
  const [first, second] = call.arguments;
  const isTwo = /^(?:copy|cp|move|rename)/.test(call.expression.getText().split(".").at(-1)!);
  return (
    first !== undefined &&
    holdsKey(first, key, loop) &&
    (!isTwo || (second !== undefined && holdsKey(second, key, loop)))
  );
}

/** The key itself, or a text or path in which it stands as it is. */
function holdsKey(expression: Expression, key: string, loop: Node): boolean {
  const node = skipOuter(expression);
  if (is.isIdentifier(node)) {
    if (node.text === key) return true;
    const { declared } = variableOf(node);
    const declaration = declared?.parent;
    if (declared === undefined || declaration === undefined || !contains(loop, declared)) return false;
    const initializer = is.isVariableDeclaration(declaration) ? declaration.initializer : undefined;
    return initializer !== undefined && holdsKey(initializer, key, loop);
  }
  if (is.isTemplateExpression(node)) return node.templateSpans.some((span) => holdsKey(span.expression, key, loop));
  if (is.isBinaryExpression(node)) return holdsKey(node.left, key, loop) || holdsKey(node.right, key, loop);
  if (!is.isCallExpression(node) || !/(?:^|\.)(?:join|resolve)$/.test(skipOuter(node.expression).getText()))
    return false;
  return node.arguments.some((argument) => holdsKey(argument, key, loop));
}
