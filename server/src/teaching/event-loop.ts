// What stands still while a module awaits at its top level.

import { SyntaxKind, enclosingFunctionLike, findAncestor, is, spanOf, type Node } from "../typescript/syntax.ts";
import { moreWaits } from "./more-waits.ts";
import { awaitedType } from "./awaited-type.ts";
import { couldRunTogether, picturedWaits } from "./function-waits.ts";
import { remark, type Draft, type Remark, type TaughtFile } from "./lesson.ts";
import { Waits, loopAround } from "./waits.ts";
import { code, listed, number } from "./words.ts";

export function eventLoop(word: Node, file: TaughtFile): Draft | undefined {
  if (word.kind !== SyntaxKind.AwaitKeyword) return undefined;
  const container = enclosingFunctionLike(word);
  if (!is.isSourceFile(container)) return undefined;
  const waits = Waits.of(container, file.syntax);
  const wait = waits?.all.find(({ node }) => node === word.parent);
  if (waits === undefined || wait === undefined || is.isForOfStatement(wait.node)) return undefined;
  const group = couldRunTogether(waits, file).find((each) => each.includes(wait));
  const after = waits.after(wait).filter((other) => other !== wait);
  const loop = loopAround(wait.node);
  const asked = wait.operand === undefined ? [] : [wait.operand];
  const suspended =
    wait.operand === undefined
      ? remark`The module is suspended where it ends, until what is opened here has been closed. Modules that import it have to wait as well; the event loop goes on.`
      : remark`The module is suspended here until ${code(wait.operand)} has settled. Modules that import it have to wait as well; the event loop goes on.`;
  const remarks: Remark[] = [remark`If it is rejected, loading the module fails, and so does whoever imports it.`];
  if (group !== undefined) {
    const others = group.filter((other) => other !== wait).map(({ operand, node }) => remark`${code(operand ?? node)}`);
    remarks.push(remark`It could run together with ${listed(others)}: neither needs the other's result.`);
  }
  if (loop !== undefined) remarks.push(remark`In the loop on ${loop}, each turn waits for the one before it.`);
  if (after.length > 0) remarks.push(moreWaits(after));
  const exports = exportsBehind(wait.node, container);
  if (exports === 1) remarks.push(remark`Nobody gets the one export below before that.`);
  if (exports > 1) remarks.push(remark`Nobody gets the ${number(exports)} exports below before that.`);
  return {
    values: asked,
    typed: asked,
    complete: (answers) => ({
      concept: "event-loop",
      span: spanOf(word),
      remarks: [suspended, ...asked.flatMap((operand) => awaitedType(operand, answers)), ...remarks],
      picture: picturedWaits(waits, group ?? [wait, ...after].slice(0, 4), file),
    }),
  };
}

/** How many exported declarations get their values only after the wait. */
function exportsBehind(node: Node, file: Node): number {
  const statement = findAncestor(node, ({ parent }) => parent === file);
  const { statements } = file as unknown as { readonly statements: readonly Node[] };
  return [...statements].filter((each) => each.pos >= (statement?.end ?? 0) && isExportedValue(each)).length;
}

function isExportedValue(statement: Node): boolean {
  if (!is.isVariableStatement(statement)) return false;
  return [...(statement.modifiers ?? [])].some(({ kind }) => kind === SyntaxKind.ExportKeyword);
}
