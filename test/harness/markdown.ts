// Markdown as far as fixtures use it: headings, fences and the prose between them, with the lines where they stand, so
// that a fence can be rewritten in place. Not a Markdown renderer: what is inside prose stays as it is.

export interface Heading {
  readonly kind: "heading";
  readonly level: number;
  readonly text: string;
  /** 0-based line in the file. */
  readonly line: number;
}

export interface Fence {
  readonly kind: "fence";
  /** The first word of the info string. */
  readonly language: string;
  /** The rest of it: `name=value`, `name="value with spaces"`, or a bare `name`, whose value is "". */
  readonly attributes: ReadonlyMap<string, string>;
  readonly body: string;
  readonly line: number;
  /** 0-based line of the closing marker. */
  readonly endLine: number;
}

export interface Prose {
  readonly kind: "prose";
  readonly text: string;
  readonly line: number;
}

export type Block = Heading | Fence | Prose;

/**
 * The blocks of a text, in order.
 * @throws Error for a fence that is not closed; the message has its line
 */
export function parseMarkdown(text: string): Block[] {
  const lines = text.split("\n");
  const blocks: Block[] = [];
  let prose: { line: number; lines: string[] } = { line: 0, lines: [] };
  const endProse = (next: number): void => {
    const joined = prose.lines.join("\n").trim();
    if (joined !== "") blocks.push({ kind: "prose", text: joined, line: prose.line });
    prose = { line: next, lines: [] };
  };
  for (let line = 0; line < lines.length; line++) {
    const heading = /^(#{1,6}) (.+)$/.exec(lines[line]!);
    const opening = /^(`{3,}|~{3,})(.*)$/.exec(lines[line]!);
    if (heading !== null) {
      endProse(line + 1);
      blocks.push({ kind: "heading", level: heading[1]!.length, text: heading[2]!.trim(), line });
    } else if (opening !== null) {
      endProse(line + 1);
      const endLine = lines.indexOf(opening[1]!, line + 1);
      if (endLine < 0) throw new Error(`line ${line + 1}: this fence is never closed by ${opening[1]}`);
      const body = lines.slice(line + 1, endLine).join("\n");
      blocks.push({ kind: "fence", ...parseInfo(opening[2]!), body, line, endLine });
      line = endLine;
    } else {
      if (prose.lines.length === 0) prose.line = line;
      prose.lines.push(lines[line]!);
    }
  }
  endProse(lines.length);
  return blocks;
}

/** A fence as text. Tildes where the info string has backticks, which Markdown allows in no backtick fence. */
export function renderFence(info: string, body: string): string {
  const marker = info.includes("`") ? "~~~" : "```";
  return `${marker}${info}\n${body === "" ? "" : `${body}\n`}${marker}`;
}

function parseInfo(info: string): { language: string; attributes: Map<string, string> } {
  const [language, rest] = splitOnce(info.trim());
  const attributes = new Map<string, string>();
  for (const [, name, quoted, bare] of rest.matchAll(/([\w-]+)(?:=(?:"([^"]*)"|(\S+)))?/g)) {
    attributes.set(name!, quoted ?? bare ?? "");
  }
  return { language, attributes };
}

function splitOnce(text: string): [string, string] {
  const space = text.indexOf(" ");
  return space < 0 ? [text, ""] : [text.slice(0, space), text.slice(space + 1)];
}
