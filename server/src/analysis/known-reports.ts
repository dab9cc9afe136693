// The latest report of each file, and whether it still holds. A report holds while its own text, the world around it, and
// the bodies that it was found by reading are what they were, and while its evidence stands where it stood.

import type { ProgramView } from "../questions/answerer.ts";
import type { Era } from "../questions/era.ts";
import type { Program } from "../typescript/api.ts";
import { keepFileNames } from "../typescript/projects.ts";
import type { SourceFile } from "../typescript/syntax.ts";
import { NO_ANALYSIS, type Analysis } from "./analyze.ts";
import type { Documents } from "./documents.ts";
import { FollowedBodies, bodyName, type BodyName } from "./followed-bodies.ts";
import { outlineOf } from "./outline.ts";
import { isSameReport, type FileReport } from "./report.ts";
import { importSignature } from "./unresolved-imports.ts";

/** What is known of a file's latest report. */
export interface KnownReport {
  readonly report: FileReport;
  readonly analysis: Analysis;
  /** The imports and the state of the disk that the report's number of unresolved imports is about. */
  readonly imports: string | undefined;
  readonly disk: number;
  /** The state of the world that it was made in, and the version of the file's text. */
  readonly text: number;
  readonly world: number;
  /** The latest version of any document then. */
  readonly latest: number;
  /** The bodies elsewhere that the report depends on. */
  readonly followed: ReadonlySet<BodyName>;
  /** The other files in which evidence stands: whatever is edited there may move it. */
  readonly evidence: ReadonlySet<string>;
}

/** The state of things when an analysis begins. */
export interface Beginning {
  /** The latest version of any document. */
  readonly latest: number;
  /** The changes that its snapshot and its settings know of. */
  readonly outside: number;
  readonly world: number;
}

/** No state of the world is this one. */
const OVERTAKEN = -1;

export class KnownReports {
  readonly followed = new FollowedBodies();
  readonly #documents: Documents;
  readonly #reports = new Map<string, KnownReport>();
  /** By configuration file: the program of the latest analysis, and the state of the world then. */
  readonly #programs = new Map<string, { readonly program: Program; readonly world: number }>();
  /** By configuration file: what the present era is known by. */
  readonly #eras = new Map<
    string,
    { readonly key: object; readonly world: number; readonly process: number | undefined }
  >();
  #world = 0;
  /** Counts the changes that a snapshot made before them, or settings read before them, do not show. */
  #outside = 0;
  #disk = 0;
  #stamps = 0;

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  /** Counts everything but a document's own text that may change a report. */
  get world(): number {
    return this.#world;
  }

  /** What an analysis that begins now knows of. */
  get present(): Beginning {
    return { latest: this.#documents.latestVersion, outside: this.#outside, world: this.#world };
  }

  /** Something that any report may depend on has changed: settings, texts. */
  worldChanged(): void {
    this.#outside++;
    this.#world++;
  }

  /** Files or imports may have come or gone. */
  diskChanged(): void {
    this.#disk++;
    this.worldChanged();
  }

  /** Something that any report may depend on was found out by looking at a snapshot: outlines, names. */
  worldSeen(): void {
    this.#world++;
  }

  forget(file: string): void {
    this.#reports.delete(file);
  }

  /** As long as nothing but bodies has changed, the program of a newer snapshot has the files that it had. */
  keepFileNames({ program, project: { configFileName } }: ProgramView): void {
    const before = this.#programs.get(configFileName);
    if (before?.world === this.#world) keepFileNames(before.program, program);
    this.#programs.set(configFileName, { program, world: this.#world });
  }

  /**
   * What may be taken over from earlier snapshots of the project. Nothing from another process, whose trees are others.
   * @param process the id of the process that the view's snapshot is one of
   */
  eraOf({ project: { configFileName } }: ProgramView, process: number | undefined): Era | undefined {
    let era = this.#eras.get(configFileName);
    if (era?.world !== this.#world || era.process !== process) {
      era = { key: {}, world: this.#world, process };
      this.#eras.set(configFileName, era);
    }
    return this.#documents.era(era.key, this.followed);
  }

  /** The latest report, whether it still holds or not. */
  latest(file: string): KnownReport | undefined {
    return this.#reports.get(file);
  }

  /** The report, if it still holds. */
  current(file: string): KnownReport | undefined {
    const known = this.#reports.get(file);
    if (known === undefined || known.world !== this.#world) return undefined;
    if (known.text !== this.#documents.versionOf(file)) return undefined;
    // A document whose outline has not been read yet may have changed what this file sees.
    if (!this.#documents.isSettledFor(file)) return undefined;
    for (const other of known.evidence) if (this.#documents.versionOf(other) > known.latest) return undefined;
    return this.#documents.haveChangedSince(known.latest, known.followed) ? undefined : known;
  }

  /**
   * What an analysis of the file's present text may build upon; its questions are asked again only where something changed.
   * @param syntax the present tree
   */
  groundFor(file: string, syntax: SourceFile) {
    const before = this.#reports.get(file);
    // What is made here lives as long as the next report, which must not keep this one alive, and with it all before it.
    const latest = before?.latest ?? 0;
    const hasSameImports = before?.disk === this.#disk && before.imports === importSignature(syntax);
    const incremental = this.#documents.has(file) && {
      outline: outlineOf(syntax),
      // What was found in untouched bodies holds only as long as nothing else has changed.
      before: before?.world === this.#world ? before.analysis.memory : undefined,
      isStale: (body: number) => this.#documents.haveChangedSince(latest, this.followed.from(bodyName(file, body))),
    };
    return {
      incremental: incremental === false ? undefined : incremental,
      unresolvedImports: hasSameImports ? before.report.unresolvedImports : undefined,
    };
  }

  /**
   * @param began the state of things when the analysis began; a report that something has overtaken meanwhile holds no longer
   * @param syntax the tree that was analysed; undefined if none was, or if nobody will ask whether the report still holds
   */
  remember(report: FileReport, began: Beginning, analysis: Analysis = NO_ANALYSIS, syntax?: SourceFile): KnownReport {
    const { file } = report;
    const before = this.#reports.get(file)?.report;
    const isSame = before !== undefined && isSameReport(before, report);
    const known = {
      report: { ...report, stamp: isSame ? before.stamp : String(++this.#stamps) },
      analysis,
      imports: syntax && importSignature(syntax),
      disk: this.#disk,
      text: this.#documents.versionOf(file),
      world: began.outside === this.#outside ? began.world : OVERTAKEN,
      latest: began.latest,
      followed: syntax === undefined ? new Set<BodyName>() : this.followed.fromFile(file, outlineOf(syntax)),
      evidence: evidenceElsewhere(report),
    };
    this.#reports.set(file, known);
    return known;
  }
}

function evidenceElsewhere({ file, findings }: FileReport): ReadonlySet<string> {
  const files = findings.flatMap(({ related }) => related.map((each) => each.file));
  return new Set(files.filter((other) => other !== file));
}
