// What the asynchronous functions of a text are called, told by the text alone.

export function asyncNamesIn(text: string): readonly string[] {
  const names: string[] = [];
  for (const { index } of text.matchAll(/\basync\b/g)) {
    const [, declared] = DECLARED.exec(text.slice(index, index + LONGEST)) ?? [];
    const line = text.lastIndexOf("\n", index) + 1;
    const [, holder] =
      declared === undefined ? (HELD.exec(text.slice(Math.max(line, index - LONGEST), index)) ?? []) : [];
    const name = declared ?? holder;
    if (name !== undefined) names.push(name);
  }
  return names;
}

/** How far from the word `async` a name is looked for. */
const LONGEST = 200;

/** `async function run`, `async run(` */
const DECLARED = /^async\s+(?:function\s*)?\*?\s*#?([\w$]+)\s*[(<]/;

/** `run = async`, `run: Type = async`, `run: async` */
const HELD = /([\w$]+)\s*(?:[=:]|:[^=]*=)\s*$/;
