// How long the phases of the work have taken together, for those who ask where the time goes.

export class Phases {
  readonly #milliseconds: Record<string, number> = {};

  /** By phase; phases may overlap. */
  get milliseconds(): Readonly<Record<string, number>> {
    return { ...this.#milliseconds };
  }

  /** Counts the time until the work is done, whether or not it succeeds. */
  async measure<T>(phase: string, work: () => Promise<T>): Promise<T> {
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#milliseconds[phase] = (this.#milliseconds[phase] ?? 0) + performance.now() - start;
    }
  }
}
