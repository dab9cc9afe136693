// Lets results that come in any order out in a fixed one, as early as that order allows.

export class InOrder<T> {
  readonly #keys: readonly string[];
  readonly #settled = new Map<string, T | undefined>();
  #next = 0;

  /** Results are let out in the order of `keys`. */
  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  /** Notes the result of a key, undefined if there is none, and returns the results that are due now. */
  settle(key: string, result: T | undefined): T[] {
    this.#settled.set(key, result);
    const due: T[] = [];
    while (this.#next < this.#keys.length && this.#settled.has(this.#keys[this.#next]!)) {
      const next = this.#keys[this.#next++]!;
      const settled = this.#settled.get(next);
      if (settled !== undefined) due.push(settled);
      this.#settled.delete(next);
    }
    return due;
  }

  /** What is left when nothing more will come: in order, then what has an unknown key. */
  rest(): T[] {
    const known = this.#keys.slice(this.#next).filter((key) => this.#settled.has(key));
    const keys = new Set([...known, ...this.#settled.keys()]);
    this.#next = this.#keys.length;
    const left = [...keys].map((key) => this.#settled.get(key)).filter((result) => result !== undefined);
    this.#settled.clear();
    return left;
  }
}
