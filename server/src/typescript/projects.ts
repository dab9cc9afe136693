// Which project answers for a file, as an editor expects it: the nearest tsconfig.json or jsconfig.json whose program
// contains the file, else one further up or behind its references, else a project made up for loose files.

/* async-insight-disable blocking-helper -- which configuration file exists has to be known at once, and is remembered */

import { groupBy } from "../text/group-by.ts";
import { existsSync, readFileSync } from "node:fs";
import { ConfigChains } from "./config-chains.ts";
import type { Program, Project } from "./api.ts";
import type { Engine, Snapshot } from "./engine.ts";
import { LooseConfigs } from "./loose-configs.ts";

/** The engine's own catch-all project: its options are too lax to tell promises in unions apart, so we do not use it. */
const INFERRED_PROJECT = "/dev/null/inferred";

const CONFIG_NAMES = ["tsconfig.json", "jsconfig.json"];

/** Which project answers for which of the files of a scan. */
export interface Assignment {
  /** By configuration file; files that no program contains are missing. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** Configuration files that extend themselves: files of projects that lead to them are treated as loose. */
  readonly circular: readonly string[];
}

/**
 * Remembers which configuration file answers for which file and keeps their projects open in the engine.
 * Invariant: `configOf` of a file is a configuration file that the engine holds.
 */
export class Projects {
  readonly #engine: Engine;
  readonly #configs = new Map<string, string>();
  readonly #looseConfigs: LooseConfigs;
  readonly #looseFiles = new Map<string, Set<string>>();
  readonly #onOpen: ((snapshot: Snapshot, config: string) => void) | undefined;

  /**
   * @param mode the engine's
   * @param onOpen called when a project has been loaded for a file, before it is known that it contains the file
   */
  constructor(
    engine: Engine,
    mode: "editor" | "scan" = "editor",
    onOpen?: (snapshot: Snapshot, config: string) => void,
  ) {
    this.#engine = engine;
    this.#onOpen = onOpen;
    this.#looseConfigs = new LooseConfigs(engine, mode === "scan");
  }

  /** True for a configuration that we made up; people should not see its name. */
  isLoose(config: string): boolean {
    return this.#looseFiles.has(config);
  }

  /** Begins to open the project of a folder, which is the one that most questions about the folder will need. */
  anticipate(folder: string): void {
    const config = nearestConfigs([`${folder}/any`]).get(`${folder}/any`);
    if (config !== undefined && isReadable(config)) this.#engine.hold([config]);
  }

  /** Forgets what configuration or program membership may have changed; the next look-up decides anew. */
  invalidate(): void {
    this.#configs.clear();
    // The engine would read them again with the next snapshot, for ever.
    const chains = new ConfigChains();
    this.#engine.release([...this.#engine.held].filter((config) => chains.circular(config) !== undefined));
  }

  /** Lets a file go; its project stays open until `closeUnused`. */
  forget(file: string): void {
    this.#configs.delete(file);
    for (const [config, files] of this.#looseFiles) {
      if (files.delete(file) && files.size > 0) this.#looseConfigs.write(config, files);
    }
  }

  /** Closes the projects that no remembered file belongs to, except the `keep` most recently used ones. */
  closeUnused(keep: number, mostRecent: readonly string[]): void {
    const used = new Set(this.#configs.values());
    const unused = mostRecent.filter((config) => !used.has(config) && this.#engine.holds(config));
    for (const config of unused.slice(keep)) {
      this.#engine.release([config]);
      if (this.#looseFiles.delete(config)) this.#looseConfigs.drop(config);
    }
  }

  /** True if `configOf` answers without opening anything. */
  isKnown(file: string): boolean {
    const known = this.#configs.get(file);
    return known !== undefined && this.#engine.holds(known);
  }

  /** The configuration file that answers for `file`; its project is opened if it was not. */
  async configOf(file: string): Promise<string> {
    if (this.isKnown(file)) return this.#configs.get(file)!;
    return (await this.#nearestFor(file)) ?? (await this.discover([file])).get(file)!;
  }

  /** The nearest configuration file, if its program contains the file: right nearly always, and one step. */
  async #nearestFor(file: string): Promise<string | undefined> {
    const nearest = nearestConfigs([file]).get(file);
    if (nearest === undefined) return undefined;
    const wasHeld = this.#engine.holds(nearest);
    if (!wasHeld && !isReadable(nearest)) return this.#adoptAlone(file);
    this.#engine.hold([nearest]);
    const contains = await this.#engine.use(async (snapshot) => {
      const project = projectIn(snapshot, nearest);
      if (!wasHeld) this.#onOpen?.(snapshot, nearest);
      return project !== undefined && (await project.program.getSourceFile(file)) !== undefined;
    });
    if (contains) this.#configs.set(file, nearest);
    else if (!wasHeld) this.#engine.release([nearest]);
    return contains ? nearest : undefined;
  }

  /** The engine never comes back from a configuration that extends itself, so files that lead to one are loose ones. */
  #adoptAlone(file: string): string {
    const config = this.#adoptLoose([file]).get(file)!;
    this.#engine.hold([config]);
    this.#configs.set(file, config);
    return config;
  }

  /** Asks the engine, as an editor would that opens these files, which configuration answers for each. */
  async discover(files: readonly string[]): Promise<Map<string, string>> {
    const result = new Map<string, string>();
    const chains = new ConfigChains();
    const leadsNowhere = (folder: string) => configsAbove(folder).some((each) => chains.circular(each) !== undefined);
    const avoided = new Set([...new Set(files.map(folderOf))].filter(leadsNowhere));
    const loose = files.filter((file) => avoided.has(folderOf(file)));
    const askable = files.filter((file) => !avoided.has(folderOf(file)));
    await this.#engine.useWithOpenFiles(askable, async (snapshot) => {
      const found = await Promise.all(
        askable.map(async (file) => [file, await snapshot.getDefaultProjectForFile(file)] as const),
      );
      for (const [file, project] of found) {
        const config = project?.configFileName;
        if (config === undefined || config === INFERRED_PROJECT) loose.push(file);
        else result.set(file, config);
      }
      for (const [file, config] of this.#adoptLoose(loose)) result.set(file, config);
      // Held before the files are closed again, or the projects would be thrown away and loaded once more.
      this.#engine.hold(new Set(result.values()));
    });
    for (const [file, config] of result) this.#configs.set(file, config);
    return result;
  }

  /**
   * Like `discover`, for a scan of many files: opens the nearest configuration of each first, which is the right one
   * for nearly all, and looks further only for files that their program does not contain.
   * @param config answers for all files if given
   */
  async assign(files: readonly string[], config?: string): Promise<Assignment> {
    const nearest = nearestConfigs(files);
    const candidates = [...new Set(config === undefined ? nearest.values() : [config])].filter(
      (each) => each !== undefined,
    );
    const chains = new ConfigChains();
    const culprits = new Map(candidates.map((each) => [each, chains.circular(each)]));
    const configs = candidates.filter((each) => culprits.get(each) === undefined);
    this.#engine.hold(configs);
    const programs = new Map<string, ReadonlySet<string>>();
    await this.#engine.use(async (snapshot) => {
      for (const each of configs) {
        const project = snapshot.getProject(each);
        if (project) programs.set(each, await fileNamesOf(project.program));
      }
    });
    const owners = new Map<string, string>();
    const strays: string[] = [];
    for (const file of files) {
      const candidate = config ?? nearest.get(file);
      if (candidate !== undefined && programs.get(candidate)?.has(file) === true) owners.set(file, candidate);
      else if (candidate !== undefined && culprits.get(candidate) !== undefined)
        owners.set(file, this.#adoptAlone(file));
      else strays.push(file);
    }
    if (config === undefined && strays.length > 0) {
      const unsureBelow = new Set([...new Set(strays.map((file) => nearest.get(file)))].filter(hasOtherConfigs));
      const unsure = strays.filter((file) => unsureBelow.has(nearest.get(file)));
      const loose = this.#adoptLoose(strays.filter((file) => !unsureBelow.has(nearest.get(file))));
      this.#engine.hold(new Set(loose.values()));
      const others = unsure.length === 0 ? [] : await this.discover(unsure);
      for (const [file, owner] of [...loose, ...others]) owners.set(file, owner);
    }
    for (const [file, owner] of owners) this.#configs.set(file, owner);
    const members = groupBy(owners.keys(), (file) => owners.get(file)!);
    for (const each of configs) if (!members.has(each)) members.set(each, []);
    const circular = new Set([...culprits.values()].filter((each) => each !== undefined));
    return { members, circular: [...circular] };
  }

  /** Puts loose files into made-up projects, one for each package, or folder where there is no package. */
  #adoptLoose(files: readonly string[]): Map<string, string> {
    const result = new Map<string, string>();
    const grown = new Map<string, Set<string>>();
    for (const file of files) {
      const folder = nearestFolderWith(["package.json"], folderOf(file)) ?? folderOf(file);
      const config = this.#looseConfigs.pathFor(folder);
      const members = this.#looseFiles.get(config) ?? new Set();
      if (!members.has(file)) grown.set(config, members.add(file));
      this.#looseFiles.set(config, members);
      result.set(file, config);
    }
    for (const [config, members] of grown) this.#looseConfigs.write(config, members);
    return result;
  }

  async dispose(): Promise<void> {
    await this.#looseConfigs.dispose();
  }
}

/** False for a configuration from which the engine would never come back. */
function isReadable(config: string): boolean {
  return new ConfigChains().circular(config) === undefined;
}

/** A file that this, its nearest configuration, leaves out may belong to one that it refers to, or to one further up. */
function hasOtherConfigs(nearest: string | undefined): boolean {
  if (nearest === undefined) return false;
  const parent = folderOf(folderOf(nearest));
  if (parent !== folderOf(nearest) && nearestConfigs([`${parent}/any`]).get(`${parent}/any`) !== undefined) return true;
  // What cannot be read is for the engine to explain.
  return readsReferences(nearest);
}

function readsReferences(config: string): boolean {
  try {
    return readFileSync(config, "utf8").includes('"references"');
  } catch {
    return true;
  }
}

/** The project of a configuration file in a snapshot. */
export function projectIn(snapshot: Snapshot, config: string): Project | undefined {
  return snapshot.getProject(config);
}

const fileNames = new WeakMap<Program, Promise<ReadonlySet<string>>>();

/** The paths of all files of a program, libraries included; asked for once. */
export function fileNamesOf(program: Program): Promise<ReadonlySet<string>> {
  let names = fileNames.get(program);
  if (names === undefined) {
    names = program.getSourceFileNames().then((all) => new Set(all));
    fileNames.set(program, names);
  }
  return names;
}

/** Says that a newer state of a program has the same files, so that they need not be asked for again. */
export function keepFileNames(before: Program, after: Program): void {
  const names = fileNames.get(before);
  if (names !== undefined && !fileNames.has(after)) fileNames.set(after, names);
}

/** The nearest configuration file of each file's folder or the folders above it. */
function nearestConfigs(files: readonly string[]): Map<string, string | undefined> {
  const byFolder = new Map<string, string | undefined>();
  const find = (folder: string): string | undefined => {
    if (byFolder.has(folder)) return byFolder.get(folder);
    const own = CONFIG_NAMES.map((name) => `${folder}/${name}`).find((path) => existsSync(path));
    const parent = folderOf(folder);
    const found = own ?? (parent === folder ? undefined : find(parent));
    byFolder.set(folder, found);
    return found;
  };
  return new Map(files.map((file) => [file, find(folderOf(file))]));
}

/** The configuration files that the engine may look into to find that of a file in the folder. */
function configsAbove(folder: string): readonly string[] {
  const own = CONFIG_NAMES.map((name) => `${folder}/${name}`).filter((path) => existsSync(path));
  return folder === folderOf(folder) ? own : [...own, ...configsAbove(folderOf(folder))];
}

function nearestFolderWith(names: readonly string[], folder: string): string | undefined {
  for (let current = folder; ;) {
    if (names.some((name) => existsSync(`${current}/${name}`))) return current;
    const parent = folderOf(current);
    if (parent === current) return undefined;
    current = parent;
  }
}

/** The folder of a path with forward slashes; a root is its own folder. */
function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return path;
  if (slash === 0) return "/";
  return path.slice(0, slash);
}
