// Edits real files at random, as people do who are in the middle of something, and compares the reports of the edited file and
// of files that import it with those of a fresh analysis: what an edit leaves unasked must not be seen.

import { readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import fc from "fast-check";
import { AnalysisWorkspace } from "../../server/src/analysis/workspace.ts";
import { defaultSettings } from "../../server/src/config/settings.ts";

export interface EditCheck {
  readonly compared: number;
  /** The edits after which a report differed, with both reports and what repeats the run; undefined if none did. */
  readonly difference: string | undefined;
}

/** What is done to one line; `place` and `other` are taken modulo the number of lines that come into question. */
interface LineEdit {
  readonly kind: keyof typeof lineEdits;
  readonly place: number;
  readonly other: number;
}

/** Files beyond that take too long for many looks. In UTF-16 code units. */
const LARGEST = 60_000;

/** Documents that are open beside the edited one. */
const MOST_USERS = 2;

/** Each gives the lines of the text after the edit. */
const lineEdits = {
  "remove a line": (lines, place) => lines.toSpliced(place % lines.length, 1),
  "repeat a line": (lines, place, other) => lines.toSpliced(place % lines.length, 0, lines[other % lines.length]!),
  "swap two lines": (lines, place, other) => {
    const [a, b] = [place % lines.length, other % lines.length];
    return lines.with(a, lines[b]!).with(b, lines[a]!);
  },
  "drop an await": (lines, place) => rewrite(lines, place, /\bawait /, ""),
  "drop an async": (lines, place) => rewrite(lines, place, /\basync /, ""),
  "add an async": (lines, place) => rewrite(lines, place, /(?<!async )\bfunction /, "async function "),
  "call something else": (lines, place, other) => {
    const called = lines.flatMap((line) => line.match(/\b[a-zA-Z]\w+(?=\()/g) ?? []);
    return called.length === 0 ? lines : rewrite(lines, place, /\b[a-zA-Z]\w+(?=\()/, called[other % called.length]!);
  },
  "repeat a statement": (lines, place, other) => {
    const statements = lines.filter((line) => /^\s+(?:await |const |this\.|return |\w+\().*;$/.test(line));
    const ends = lines.flatMap((line, i) => (/[;{]$/.test(line) ? [i + 1] : []));
    if (statements.length === 0 || ends.length === 0) return lines;
    return lines.toSpliced(ends[place % ends.length]!, 0, statements[other % statements.length]!);
  },
  "return something else": (lines, place, other) => {
    const values = ["Promise.resolve()", "1", 'require("node:fs").readFileSync("x")'];
    return rewrite(lines, place, /\breturn\b.*;/, `return ${values[other % values.length]!};`);
  },
} satisfies Record<string, (lines: readonly string[], place: number, other: number) => readonly string[]>;

/** Changes one of the lines that match. */
function rewrite(lines: readonly string[], place: number, what: RegExp, by: string): readonly string[] {
  const matching = lines.flatMap((line, i) => (what.test(line) ? [i] : []));
  if (matching.length === 0) return lines;
  const chosen = matching[place % matching.length]!;
  return lines.with(
    chosen,
    lines[chosen]!.replace(what, () => by),
  );
}

const lineEdit: fc.Arbitrary<LineEdit> = fc.record({
  kind: fc.constantFrom(...(Object.keys(lineEdits) as LineEdit["kind"][])),
  place: fc.nat(),
  other: fc.nat(),
});

/**
 * @param files absolute paths of the package's sources
 * @param seconds after which no further series of edits is begun
 * @param seed of a run that is to be repeated
 */
export async function checkEdits(
  folder: string,
  files: readonly string[],
  seconds: number,
  seed?: number,
): Promise<EditCheck> {
  const texts = await readTexts(files);
  const users = usersOf(texts);
  const open = () => new AnalysisWorkspace({ folder, settingsFor: () => defaultSettings });
  const [edited, fresh] = [open(), open()];
  const candidates = [...texts.keys()];
  let compared = 0;
  try {
    const property = fc.asyncProperty(
      fc.nat(),
      fc.array(lineEdit, { minLength: 1, maxLength: 5 }),
      async (choice, edits) => {
        const file = candidates[choice % candidates.length]!;
        const documents = new Map([file, ...(users.get(file) ?? [])].map((each) => [each, texts.get(each)!]));
        for (const [each, text] of documents) edited.openDocument(each, text);
        try {
          await findingsOf(edited, documents);
          for (const { kind, place, other } of edits) {
            const text = lineEdits[kind](documents.get(file)!.split("\n"), place, other).join("\n");
            documents.set(file, text);
            edited.changeDocument(file, text);
            const found = await findingsOf(edited, documents);
            const expected = await findingsAnew(fresh, documents);
            compared++;
            if (found !== expected) throw new Error(describe(relative(folder, file), found, expected));
          }
        } finally {
          for (const each of documents.keys()) edited.closeDocument(each);
        }
      },
    );
    const details = await fc.check(property, {
      numRuns: Number.MAX_SAFE_INTEGER,
      interruptAfterTimeLimit: seconds * 1000,
      ...(seed === undefined ? {} : { seed }),
    });
    // An interrupted run has failed only if there is an example of it.
    if (details.counterexample === null) return { compared, difference: undefined };
    return { compared, difference: `${fc.defaultReportMessage(details)}\n${String(details.errorInstance)}` };
  } finally {
    await Promise.all([edited.dispose(), fresh.dispose()]);
  }
}

async function readTexts(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const all = await Promise.all(
    files.map(async (file) => [file, (await readFile(file, "utf8")).replace(/^\uFEFF/, "")] as const),
  );
  return new Map(all.filter(([, text]) => text.length <= LARGEST && /\bawait\b|\basync\b|Sync\(/.test(text)));
}

/** By file: some of those that import it by a relative path. */
function usersOf(texts: ReadonlyMap<string, string>): ReadonlyMap<string, readonly string[]> {
  const users = new Map<string, string[]>();
  for (const [file, text] of texts) {
    for (const [, path = ""] of text.matchAll(/(?:\bfrom|\brequire\()\s*["'](\.[^"']+)["']/g)) {
      const stem = join(dirname(file), path).replace(/\.[cm]?[jt]s$/, "");
      const used = [stem, `${stem}/index`]
        .flatMap((each) => [`${each}.ts`, `${each}.js`])
        .find((each) => texts.has(each));
      if (used === undefined || used === file) continue;
      const known = users.get(used) ?? [];
      if (known.length < MOST_USERS && !known.includes(file)) users.set(used, [...known, file]);
    }
  }
  return users;
}

/** A closed document is forgotten, so that its next analysis starts from nothing. */
async function findingsAnew(workspace: AnalysisWorkspace, documents: ReadonlyMap<string, string>): Promise<string> {
  for (const [file, text] of documents) workspace.openDocument(file, text);
  try {
    return await findingsOf(workspace, documents);
  } finally {
    for (const file of documents.keys()) workspace.closeDocument(file);
  }
}

async function findingsOf(workspace: AnalysisWorkspace, documents: ReadonlyMap<string, string>): Promise<string> {
  const lines: string[] = [];
  for (const file of documents.keys()) {
    const { findings } = await workspace.report(file);
    for (const { rule, message, span, related } of findings) {
      const evidence = related.map((each) => `${each.file}:${each.span.start}`);
      lines.push([file, span.start, span.end, rule, message, ...evidence].join(" "));
    }
  }
  return lines.join("\n");
}

function describe(file: string, found: string, expected: string): string {
  const [before, after] = [found.split("\n"), expected.split("\n")];
  const missing = after.filter((line) => !before.includes(line)).map((line) => `  missing: ${line}`);
  const extra = before.filter((line) => !after.includes(line)).map((line) => `  too much: ${line}`);
  return [`reports differ after edits of ${file}`, ...missing, ...extra].join("\n");
}
