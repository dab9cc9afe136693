// What patterns find in texts, remembered from one search to the next: after an edit a search looks for nearly the same in
// nearly the same texts. What only searches before the last one have looked for is forgotten, or each name that somebody types
// would stay for good, once for every file.

/** One search. Texts are told apart by the objects that hold them: another text is another object. */
export class TextSearch<Holder extends { readonly text: string }> {
  readonly #found = new Map<string, WeakMap<Holder, readonly RegExpMatchArray[]>>();
  #before: TextSearch<Holder> | undefined;

  /** @param before the search whose results this one may use, until it ends */
  constructor(before?: TextSearch<Holder>) {
    this.#before = before;
  }

  /** All matches of the pattern in the text; looked for once. */
  matches(holder: Holder, pattern: string): readonly RegExpMatchArray[] {
    return this.#remembered(`all ${pattern}`, holder, ({ text }) => [...text.matchAll(new RegExp(pattern, "g"))]);
  }

  /** True if the pattern matches anything in the text; looked for once. */
  isFound(holder: Holder, pattern: string): boolean {
    const first = this.#remembered(`any ${pattern}`, holder, ({ text }) => {
      const match = new RegExp(pattern).exec(text);
      return match === null ? NO_MATCH : [match];
    });
    return first.length > 0;
  }

  /** Forgets what this search has not looked for. */
  end(): void {
    this.#before = undefined;
  }

  #remembered(
    key: string,
    holder: Holder,
    look: (holder: Holder) => readonly RegExpMatchArray[],
  ): readonly RegExpMatchArray[] {
    let byText = this.#found.get(key);
    if (byText === undefined) {
      const before = this.#before;
      byText = (before === undefined ? undefined : before.#found.get(key)) ?? new WeakMap();
      this.#found.set(key, byText);
    }
    let found = byText.get(holder);
    if (found === undefined) byText.set(holder, (found = look(holder)));
    return found;
  }
}

/** Shared by all texts in which there is nothing, which are most. */
const NO_MATCH: readonly RegExpMatchArray[] = [];
