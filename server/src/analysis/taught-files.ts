// What teaching takes from a report and the tree of its text: facts that syntax shows, made once a tree, and the findings by
// family.

import { fileSyntax } from "../facts/file-syntax.ts";
import type { FileSyntax } from "../facts/collector.ts";
import type { ProgramView } from "../questions/answerer.ts";
import type { Rule } from "../rules/rule.ts";
import type { TaughtFile, TaughtFinding } from "../teaching/lesson.ts";
import type { Engine } from "../typescript/engine.ts";
import type { Projects } from "../typescript/projects.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { viewOf } from "./program-view.ts";
import type { FileReport } from "./report.ts";

export class TaughtFiles {
  readonly #engine: Engine;
  readonly #projects: Projects;
  readonly #families: ReadonlyMap<string, Rule["family"]>;
  readonly #syntaxes = new WeakMap<SourceFile, FileSyntax>();

  constructor(engine: Engine, projects: Projects, rules: readonly Rule[]) {
    this.#engine = engine;
    this.#projects = projects;
    this.#families = new Map(rules.map(({ name, family }) => [name, family]));
  }

  /** Runs `work` on the tree of the report's text. Undefined where nothing was analysed, and once the text has changed. */
  async use<T>(report: FileReport, work: (view: ProgramView, file: TaughtFile) => Promise<T>): Promise<T | undefined> {
    if (report.skipped !== undefined) return undefined;
    const config = await this.#projects.configOf(report.file);
    return this.#engine.use(async (snapshot) => {
      const view = viewOf(snapshot, config);
      const file = await view?.program.getSourceFile(report.file);
      if (view === undefined || file?.text !== report.lines.text) return undefined;
      return work(view, { syntax: this.#syntaxOf(file), findings: this.#findingsOf(report) });
    });
  }

  #syntaxOf(file: SourceFile): FileSyntax {
    let syntax = this.#syntaxes.get(file);
    if (syntax === undefined) this.#syntaxes.set(file, (syntax = fileSyntax(file)));
    return syntax;
  }

  #findingsOf({ file, findings }: FileReport): TaughtFinding[] {
    return findings.flatMap(({ rule, span, related }) => {
      const family = this.#families.get(rule);
      const here = related.filter((each) => each.file === file && each.isLimit !== true).map((each) => each.span);
      return family === undefined ? [] : [{ family, span, related: here }];
    });
  }
}
