// The documents that the client has open: their texts in memory and the paths under which the analysis knows them.
// What changes in them means is session.ts's business.

import type {
  DidChangeTextDocumentParams,
  TextDocumentContentChangeEvent,
  TextDocumentItem,
} from "vscode-languageserver/node";
import { LineIndex } from "../text/line-index.ts";
import type { PositionEncoding } from "./client-profile.ts";
import { fileOfUri } from "./file-uri.ts";
import { spanOf } from "./position-encoding.ts";
import type { EncodedText } from "./position-encoding.ts";

/** Immutable: a change makes a new one. */
export interface OpenDocument extends EncodedText {
  readonly uri: string;
  /** Absolute path with forward slashes; made up for a document that is not on disk. */
  readonly file: string;
  readonly languageId: string;
  readonly version: number;
}

export const languages: readonly string[] = ["typescript", "typescriptreact", "javascript", "javascriptreact"];

export class Documents {
  readonly #encoding: PositionEncoding;
  readonly #untitledFolder: () => string;
  readonly #byUri = new Map<string, OpenDocument>();
  readonly #byFile = new Map<string, OpenDocument>();

  /** @param untitledFolder where documents that are not on disk look for configuration and packages */
  constructor(encoding: PositionEncoding, untitledFolder: () => string) {
    this.#encoding = encoding;
    this.#untitledFolder = untitledFolder;
  }

  get all(): readonly OpenDocument[] {
    return [...this.#byUri.values()];
  }

  byUri(uri: string): OpenDocument | undefined {
    return this.#byUri.get(uri);
  }

  byFile(file: string): OpenDocument | undefined {
    return this.#byFile.get(file);
  }

  /** @returns undefined for a language that is not analysed: some clients send every document */
  open({ uri, languageId, version, text }: TextDocumentItem): OpenDocument | undefined {
    if (!languages.includes(languageId)) return undefined;
    const file = fileOfUri(uri, languageId, this.#untitledFolder());
    return this.#keep({ uri, file, languageId, version, encoding: this.#encoding, ...splitMark(text) });
  }

  /** @returns the document with the changes, or undefined if it is not open here */
  change({ textDocument, contentChanges }: DidChangeTextDocumentParams): OpenDocument | undefined {
    const document = this.#byUri.get(textDocument.uri);
    if (document === undefined) return undefined;
    return this.#keep({ ...contentChanges.reduce(withChange, document), version: textDocument.version });
  }

  /** Afterwards a file that was open under another spelling of its URI too is that document again. */
  close(uri: string): OpenDocument | undefined {
    const document = this.#byUri.get(uri);
    if (document === undefined) return undefined;
    this.#byUri.delete(uri);
    if (this.#byFile.get(document.file) === document) {
      const other = this.all.findLast(({ file }) => file === document.file);
      if (other === undefined) this.#byFile.delete(document.file);
      else this.#byFile.set(document.file, other);
    }
    return document;
  }

  #keep(document: OpenDocument): OpenDocument {
    this.#byUri.set(document.uri, document);
    this.#byFile.set(document.file, document);
    return document;
  }
}

/** Halves of characters can't be sent to the engine as UTF-8. What takes their place is as long as they are. */
export function wellFormedText({ lines }: OpenDocument): string {
  return lines.text.toWellFormed();
}

function withChange(document: OpenDocument, change: TextDocumentContentChangeEvent): OpenDocument {
  if (!("range" in change)) return { ...document, ...splitMark(change.text) };
  const { text } = document.lines;
  const { start, end } = spanOf(document, change.range);
  const touchesMark = document.hasByteOrderMark && change.range.start.line === 0 && change.range.start.character === 0;
  if (touchesMark) return { ...document, ...splitMark(change.text + text.slice(end)) };
  const changed = text.slice(0, start) + change.text + text.slice(end);
  // What was inserted or deleted may have brought a mark to the start of the text.
  return document.hasByteOrderMark
    ? { ...document, lines: new LineIndex(changed) }
    : { ...document, ...splitMark(changed) };
}

function splitMark(text: string): Pick<OpenDocument, "lines" | "hasByteOrderMark"> {
  const hasByteOrderMark = text.startsWith("\uFEFF");
  return { hasByteOrderMark, lines: new LineIndex(hasByteOrderMark ? text.slice(1) : text) };
}
