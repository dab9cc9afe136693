// Whether a change inside functions can be felt outside of their file: only through the types of the functions around it.
// Cautious where that is not so plain: outside of functions, in their heads, in constructors and in JavaScript, whose
// assignments declare members.

import { NodeBuilderFlags } from "../typescript/api.ts";
import type { ProgramView } from "../questions/answerer.ts";
import { SyntaxKind, getTokenAtPosition, isFunctionNode, isJavaScript, type Node } from "../typescript/syntax.ts";

/** The names of what is declared around a place: code that feels a change there mostly mentions one of them. */
export async function namesAround({ program }: ProgramView, file: string, offset: number): Promise<readonly string[]> {
  const syntax = await program.getSourceFile(file);
  const names: string[] = [];
  for (let at = syntax && getTokenAtPosition(syntax, offset); at !== undefined; at = at.parent) {
    const { text } = (at as { name?: { text?: unknown } }).name ?? {};
    if (typeof text === "string") names.push(text);
  }
  return names;
}

/**
 * The types of the functions around a place, printed, as one text: what others can see of a change there.
 * @param offset of a place in the file, in UTF-16 code units
 * @returns undefined where a change may be felt whatever those types are
 */
export async function typesAround(
  { program, checker }: ProgramView,
  file: string,
  offset: number,
): Promise<string | undefined> {
  const syntax = await program.getSourceFile(file);
  if (syntax === undefined || isJavaScript(syntax)) return undefined;
  const functions: Node[] = [];
  let inner: Node = getTokenAtPosition(syntax, offset);
  let isInConstructor = false;
  for (let around: Node | undefined = inner.parent; around !== undefined; inner = around, around = around.parent) {
    if (!isFunctionNode(around)) continue;
    if (around.body !== (inner as unknown)) return undefined;
    isInConstructor ||= around.kind === SyntaxKind.Constructor;
    functions.push(around);
  }
  if (functions.length === 0 || isInConstructor) return undefined;
  const types = await checker.getTypeAtLocation(functions);
  const known = types.filter((type) => type !== undefined);
  if (known.length < functions.length) return undefined;
  const printed = known.map((type, i) => checker.typeToString(type, functions[i], NodeBuilderFlags.NoTruncation));
  return (await Promise.all(printed)).join("\n");
}
