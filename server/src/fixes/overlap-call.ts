// The ways to let calls for all items of a loop overlap: `Promise.all` with `map`, and, where the program has them, `p-map`
// and `p-limit`, which run so many at a time. Each as text around the code for one item.

import { say } from "../language/say.ts";
import type { LoopWaits } from "../facts/loop-waits.ts";
import type { CollectionKind } from "../questions/collection-kind.ts";
import type { FileContext } from "../rules/file-context.ts";
import type { Edit } from "../text/edit.ts";
import { SyntaxKind, is, skipOuter, type Node } from "../typescript/syntax.ts";
import { importsOf, mentionsOf, usesImports } from "./file-imports.ts";
import { insert } from "./prefix.ts";

export interface OverlapCall {
  readonly title: string;
  /** The import that it needs. */
  readonly edits: readonly Edit[];
  /** A statement that has to stand before it. */
  readonly before: string;
  /** Up to the parameter's list: what follows is ` => { … }` or ` => value`, and then `close`. */
  readonly open: string;
  readonly close: string;
}

/** How many run at once where somebody limits it: people will want to choose their own number. */
const AT_ONCE = 8;

/** `Promise.all` first. Empty for what no callback can go over. */
export function overlapCalls(
  { head, loop }: LoopWaits,
  ordinal: number,
  kind: CollectionKind,
  context: FileContext,
): OverlapCall[] {
  const { binding, over } = head;
  if (binding === undefined || head.kind === "keys" || (head.kind === "numbers" && !head.isPlainCount)) return [];
  const items = over.getText();
  const name = binding.getText();
  const blank = /\b_\b/.test(loop.getText()) ? "_item" : "_";
  const unlimited =
    head.kind === "numbers"
      ? { open: `Array.from({ length: ${items} }, async (${blank}, ${name})` }
      : kind === "array" && !mayHaveHoles(over)
        ? { open: `${isTight(over) ? items : `(${items})`}.map(async (${name})` }
        : { open: `Array.from(${items}, async (${name})` };
  const calls: OverlapCall[] = [
    {
      title: say`Gather with \`Promise.all\``,
      edits: [],
      before: "",
      open: `await Promise.all(${unlimited.open}`,
      close: "))",
    },
  ];
  const pMap = localName("p-map", "pMap", context);
  if (pMap !== undefined) {
    const all = head.kind === "numbers" ? `Array(${items}).keys()` : items;
    calls.push({
      title: say`Gather with \`p-map\`, ${AT_ONCE} at a time`,
      edits: pMap.edits,
      before: "",
      open: `await ${pMap.name}(${all}, async (${name})`,
      close: `, { concurrency: ${AT_ONCE} })`,
    });
  }
  const pLimit = localName("p-limit", "pLimit", context);
  const limit = numbered("limit", ordinal);
  if (pLimit !== undefined && mentionsOf(context.syntax, limit).length === 0) {
    calls.push({
      title: say`Gather with \`p-limit\`, ${AT_ONCE} at a time`,
      edits: pLimit.edits,
      before: `const ${limit} = ${pLimit.name}(${AT_ONCE})`,
      open: `await Promise.all(${unlimited.open.replace(/async (\([^]*\))$/, "$1")} => ${limit}(async ()`,
      close: ")))",
    });
  }
  return calls;
}

/** `results`, and for the next loop `results2`. */
export function numbered(name: string, ordinal: number): string {
  return ordinal === 0 ? name : `${name}${ordinal + 1}`;
}

/** The array skips its holes in `map`, and a loop does not. */
function mayHaveHoles(items: Node): boolean {
  const node = skipOuter(items as never) as Node;
  if (is.isArrayLiteralExpression(node)) return node.elements.some(({ kind }) => kind === SyntaxKind.OmittedExpression);
  const isMade = is.isCallExpression(node) || is.isNewExpression(node);
  return isMade && node.expression.getText() === "Array";
}

/** `.map` can follow without parentheses. */
function isTight({ kind }: Node): boolean {
  switch (kind) {
    case SyntaxKind.Identifier:
    case SyntaxKind.ThisKeyword:
    case SyntaxKind.PropertyAccessExpression:
    case SyntaxKind.ElementAccessExpression:
    case SyntaxKind.CallExpression:
    case SyntaxKind.ArrayLiteralExpression:
    case SyntaxKind.ParenthesizedExpression:
    case SyntaxKind.NonNullExpression:
      return true;
    default:
      return false;
  }
}

/** What a package's default export is called in the file, with the import where it is missing. */
function localName(
  module: string,
  name: string,
  { file, syntax, text, mayUse }: FileContext,
): { readonly name: string; readonly edits: Edit[] } | undefined {
  if (!mayUse(module)) return undefined;
  const imports = importsOf(syntax);
  const existing = imports.find((each) => each.module === module && each.whole !== undefined);
  if (existing !== undefined) return { name: existing.whole!, edits: [] };
  const last = imports.findLast(({ form }) => form === "import");
  // What such packages export is not for `require` in most of their versions.
  if (!usesImports(syntax) || mentionsOf(syntax, name).length > 0) return undefined;
  const example = last?.statement.getText() ?? "";
  const quote = /["']/.exec(example)?.[0] ?? '"';
  const end = example === "" || example.endsWith(";") ? ";" : "";
  const lineBreak = text.includes("\r\n") ? "\r\n" : "\n";
  const statement = `import ${name} from ${quote}${module}${quote}${end}`;
  const edit =
    last === undefined
      ? insert(file, syntax.statements[0]?.getStart() ?? 0, statement + lineBreak)
      : insert(file, last.statement.end, lineBreak + statement);
  return { name, edits: [edit] };
}
