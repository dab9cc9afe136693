// Which projects were used last, so that no more of them stay loaded than somebody wants.

import type { Projects } from "../typescript/projects.ts";

/** How many unused projects stay loaded. */
const SPARE_PROJECTS = 2;

export class RecentProjects {
  readonly #projects: Pick<Projects, "closeUnused">;
  #configs: readonly string[] = [];
  /** How many projects may stay loaded at once. */
  most = Number.POSITIVE_INFINITY;

  constructor(projects: Pick<Projects, "closeUnused">) {
    this.#projects = projects;
  }

  /** The project of this configuration file is used now; the one that was not for longest may have to go. */
  note(config: string): void {
    this.#configs = [config, ...this.#configs.filter((other) => other !== config)];
    if (this.#configs.length > this.most) this.#projects.closeUnused(this.most, this.#configs);
  }

  /** A file was closed, and its project may have no other. */
  closeUnused(): void {
    this.#projects.closeUnused(SPARE_PROJECTS, this.#configs);
  }
}
