// What people read, in their language. A sentence is written in English where it belongs, `` say`Nothing waits for ${code}.` ``,
// and looked up when it is said: by its text, with numbered holes for what is filled in. What has no translation stays English.
//
// Invariant: the language is chosen before anything is said and never changes, since findings keep their words. A server has
// one client, and the command line speaks English.

/** The translations of a language. */
export interface Language {
  /** By the English text: `Nothing waits for {0}.` */
  readonly messages: Readonly<Record<string, string>>;
  /** Where the pages of concepts lie, below those in English: `de/`. */
  readonly folder: string;
  /** What hovers teach, by name. */
  readonly concepts: Readonly<Record<string, string>>;
}

/** Undefined for English. */
let spoken: Language | undefined;

export function speak(language: Language | undefined): void {
  spoken = language;
}

export function spokenLanguage(): Language | undefined {
  return spoken;
}

/** A sentence for people, with what is filled in. */
export function say(strings: TemplateStringsArray, ...values: readonly (string | number)[]): string {
  return pattern(strings)
    .map((part) => (typeof part === "string" ? part : String(values[part])))
    .join("");
}

/**
 * Marks a text that is written down before anybody knows the language, in a table or constant. It is said with `translated`.
 */
export function phrase(text: string): string {
  return text;
}

/** A text that stands for itself: a marked phrase, or what knowledge and rules hold as data. */
export function translated(text: string): string {
  return spoken?.messages[text] ?? text;
}

/** The parts of a sentence in the order in which they are said; numbers stand for the values. */
export function pattern(strings: TemplateStringsArray): readonly (string | number)[] {
  const parts = spoken === undefined ? undefined : partsOf(templateOf(strings), spoken);
  return parts ?? strings.flatMap((text, i) => (i === 0 ? [text] : [i - 1, text])).filter((part) => part !== "");
}

/** The text under which a sentence is translated. */
export function templateOf(strings: readonly string[]): string {
  return strings.map((text, i) => (i === 0 ? text : `{${i - 1}}${text}`)).join("");
}

const partsByLanguage = new WeakMap<Language, Map<string, readonly (string | number)[] | undefined>>();

/** Undefined if the language has no words for it. */
function partsOf(template: string, language: Language): readonly (string | number)[] | undefined {
  let known = partsByLanguage.get(language);
  if (known === undefined) partsByLanguage.set(language, (known = new Map()));
  if (!known.has(template)) known.set(template, language.messages[template]?.split(/(\{\d+\})/).flatMap(partOf));
  return known.get(template);
}

function partOf(text: string): (string | number)[] {
  if (text === "") return [];
  const [, hole] = /^\{(\d+)\}$/.exec(text) ?? [];
  return [hole === undefined ? text : Number(hole)];
}
