// Question: may the top level of this file await?

import { isJavaScript, isModule, type Expression } from "../typescript/syntax.ts";
import type { Answerer, ProgramView } from "./answerer.ts";

export type TopLevelAwait = "allowed" | "forbidden";

/** Numbers of TypeScript's `module` and `target` options; the client exports no names for targets. */
const ES2017 = 4;
const SYSTEM = 4;
const ES2022 = 7;
const ESNEXT = 99;
const NODE16 = 100;
const NODENEXT = 199;
const PRESERVE = 200;

export const answerTopLevelAwait: Answerer<Expression, TopLevelAwait> = (view, expressions) =>
  Promise.all(expressions.map((expression) => topLevelAwait(view, expression)));

async function topLevelAwait(view: ProgramView, expression: Expression): Promise<TopLevelAwait> {
  const file = expression.getSourceFile();
  if (!isModule(file) || /\.c[jt]s$/.test(file.fileName)) return "forbidden";
  // JavaScript with `require` is a CommonJS module, whatever its syntax tree is called.
  if (isJavaScript(file) && !/^\s*(?:import|export)\b/m.test(file.text)) return "forbidden";
  const { target = ESNEXT, module = ESNEXT } = view.project.compilerOptions as { target?: number; module?: number };
  if (target < ES2017) return "forbidden";
  if (module === SYSTEM || module === ES2022 || module === ESNEXT || module === PRESERVE) return "allowed";
  if (module < NODE16 || module > NODENEXT) return "forbidden";
  const metadata = await view.program.getSourceFileMetadata(file.fileName);
  return metadata?.impliedNodeFormat === ESNEXT ? "allowed" : "forbidden";
}
