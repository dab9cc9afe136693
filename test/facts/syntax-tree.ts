// Syntax trees of texts, as the engine makes them, for tests of what is read off syntax.

import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Engine } from "../../server/src/typescript/engine.ts";
import { Projects, projectIn } from "../../server/src/typescript/projects.ts";
import type { SourceFile } from "../../server/src/typescript/syntax.ts";

export class SyntaxTrees {
  readonly #folder: string;
  readonly #file: string;
  readonly #engine: Engine;
  readonly #projects: Projects;

  constructor() {
    this.#folder = realpathSync(mkdtempSync(join(tmpdir(), "async-insight-trees-"))).replaceAll("\\", "/");
    writeFileSync(
      join(this.#folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: { target: "esnext", module: "esnext", types: [], noLib: true } }),
    );
    this.#file = `${this.#folder}/main.ts`;
    writeFileSync(this.#file, "");
    this.#engine = new Engine({ folder: this.#folder, onState: () => {} });
    this.#projects = new Projects(this.#engine);
  }

  /** What `read` finds in the text's tree, which is there only as long as it runs. */
  async with<T>(text: string, read: (file: SourceFile) => T): Promise<T> {
    this.#engine.setText(this.#file, text);
    const owner = await this.#projects.configOf(this.#file);
    return this.#engine.use(async (snapshot) => {
      const tree = await projectIn(snapshot, owner)?.program.getSourceFile(this.#file);
      if (tree === undefined) throw new Error("The engine gave no tree.");
      return read(tree);
    });
  }

  async dispose(): Promise<void> {
    await this.#engine.dispose();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
