// Where in a file a statement can be typed on a line of its own: asked of TypeScript's own syntax tree.

import { join } from "node:path";
import { SyntaxKind } from "typescript/unstable/ast";
import type { Node } from "typescript/unstable/ast";
import { API } from "typescript/unstable/async";

const functionKinds: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ArrowFunction,
  SyntaxKind.Constructor,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.GetAccessor,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.SetAccessor,
]);

/** @returns the starts of the lines on which a statement of a function's body begins, as UTF-16 offsets, in order */
export async function statementLines(folder: string, file: string): Promise<readonly number[]> {
  const api = new API({ cwd: folder });
  try {
    const snapshot = await api.updateSnapshot({ openProjects: [join(folder, "tsconfig.json")] });
    const sourceFile = await snapshot.getProjects()[0]?.program.getSourceFile(file);
    if (sourceFile === undefined) throw new Error(`${folder}/tsconfig.json does not contain ${file}`);
    const starts: number[] = [];
    const visit = (node: Node): void => {
      if (node.kind === SyntaxKind.Block && functionKinds.has(node.parent.kind)) {
        node.forEachChild((statement) => {
          const start = statement.getStart(sourceFile);
          const lineStart = sourceFile.text.lastIndexOf("\n", start - 1) + 1;
          if (sourceFile.text.slice(lineStart, start).trim() === "") starts.push(lineStart);
        });
      }
      node.forEachChild((child) => visit(child));
    };
    visit(sourceFile);
    return starts.toSorted((a, b) => a - b);
  } finally {
    await api.close();
  }
}
