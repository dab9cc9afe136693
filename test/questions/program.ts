// A program of files in memory of which questions are asked, as the analysis asks them.

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { viewOf } from "../../server/src/analysis/program-view.ts";
import { answerInquiries } from "../../server/src/questions/answer.ts";
import type { Inquiry } from "../../server/src/questions/question.ts";
import { Engine } from "../../server/src/typescript/engine.ts";
import { Projects } from "../../server/src/typescript/projects.ts";
import { forEachDescendant, is, type Expression, type SourceFile } from "../../server/src/typescript/syntax.ts";

/**
 * Runs what `inquiries` makes of the syntax tree of the first file.
 * @param files texts by name
 */
export async function askProgram<T>(
  files: Readonly<Record<string, string>>,
  inquiries: (file: SourceFile) => readonly Inquiry<T>[],
): Promise<T[]> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-questions-")));
  const engine = new Engine({ folder, onState: () => undefined });
  try {
    const compilerOptions = {
      strict: true,
      target: "esnext",
      module: "esnext",
      moduleResolution: "bundler",
      lib: ["esnext", "dom", "dom.iterable"],
      types: ["node"],
      typeRoots: [join(import.meta.dirname, "../../node_modules/@types")],
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const first = join(folder, Object.keys(files)[0]!);
    const config = await new Projects(engine).configOf(first);
    return await engine.use(async (snapshot) => {
      const view = viewOf(snapshot, config)!;
      const source = await view.program.getSourceFile(first);
      return answerInquiries(view, inquiries(source!));
    });
  } finally {
    await engine.dispose();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The first arguments of the calls of a function. */
export function argumentsOf(name: string, file: SourceFile): Expression[] {
  const found: Expression[] = [];
  forEachDescendant(file, (node) => {
    if (!is.isCallExpression(node) || !is.isIdentifier(node.expression)) return;
    if (node.expression.text === name) found.push(node.arguments[0]!);
  });
  return found;
}
