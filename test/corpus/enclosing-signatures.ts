// Whether a change inside a function can be felt outside of its file: only through the types of the functions around it.
//
// Deliberately cautious: where an edit stands in no function, in a constructor (whose assignments can give properties
// their types) or in a function's head, the answer is that it may be felt.

import { NodeBuilderFlags } from "typescript/unstable/async";
import type { Project } from "typescript/unstable/async";
import { SyntaxKind } from "typescript/unstable/ast";
import type { Node, SourceFile } from "typescript/unstable/ast";

const functionKinds: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ArrowFunction,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.GetAccessor,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.SetAccessor,
]);

/**
 * The types of the functions around a place, printed in full, outermost first.
 *
 * @param offset a UTF-16 offset in the file
 * @returns undefined when what stands at the offset may be felt outside whatever those types are
 */
export async function enclosingSignatures(
  project: Project,
  file: string,
  offset: number,
): Promise<readonly string[] | undefined> {
  const sourceFile = await project.program.getSourceFile(file);
  if (sourceFile === undefined) return undefined;
  const functions = functionsAround(sourceFile, offset);
  if (functions === undefined) return undefined;
  const types = await project.checker.getTypeAtLocation(functions);
  const printed: string[] = [];
  for (const [index, type] of types.entries()) {
    if (type === undefined) return undefined;
    printed.push(await project.checker.typeToString(type, functions[index], NodeBuilderFlags.NoTruncation));
  }
  return printed;
}

/** The functions in whose bodies the offset lies, outermost first; undefined if there is none or a constructor. */
function functionsAround(sourceFile: SourceFile, offset: number): readonly Node[] | undefined {
  const functions: Node[] = [];
  let isInConstructor = false;
  let around: Node | undefined = sourceFile;
  while (around !== undefined) {
    const parent: Node = around;
    around = parent.forEachChild((child) => (child.pos <= offset && offset < child.end ? child : undefined));
    if (around === undefined) break;
    if (parent.kind === SyntaxKind.Constructor) isInConstructor = true;
    if (functionKinds.has(parent.kind) && isBody(around, parent)) functions.push(parent);
  }
  return isInConstructor || functions.length === 0 ? undefined : functions;
}

/** A function's body is its last child, and no other last child is a block or follows an arrow. */
function isBody(child: Node, parent: Node): boolean {
  if (child.kind === SyntaxKind.Block) return true;
  return parent.kind === SyntaxKind.ArrowFunction && child.end === parent.end;
}
