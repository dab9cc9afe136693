// What becomes of an analysis whose engine dies: everybody who waits hears of it, and nobody else does.

import { setImmediate } from "node:timers/promises";
import { expect, onTestFinished, test } from "vitest";
import { FileAnalyzer } from "../../server/src/analysis/file-analyzer.ts";
import { SuspectNames } from "../../server/src/analysis/suspect-names.ts";
import { defaultSettings } from "../../server/src/config/settings.ts";
import type { SourceFile } from "../../server/src/typescript/syntax.ts";
import type { ProgramView } from "../../server/src/questions/answerer.ts";

async function died(): Promise<never> {
  throw new Error("the engine died");
}

test("a failure is told once, to whoever asked", async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  process.on("unhandledRejection", note);
  onTestFinished(() => void process.off("unhandledRejection", note));
  const view = { program: { getSourceFileNames: died }, checker: {}, project: {} } as unknown as ProgramView;
  const syntax = { fileName: "/folder/api.generated.ts", text: 'import { a } from "./a";' } as SourceFile;
  const analyzer = new FileAnalyzer("/folder", [], () => defaultSettings, new SuspectNames(() => undefined));
  const asked = analyzer.analyze(view, undefined, [{ file: syntax.fileName, syntax }], { onFirst: () => {} });
  await expect(asked).rejects.toThrow("the engine died");
  await setImmediate();
  expect(unhandled).toEqual([]);
});
