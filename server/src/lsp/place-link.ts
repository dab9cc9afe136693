// Addresses that lead to a place in a file, and how they are written in Markdown.

import type { Position } from "vscode-languageserver/node";

/** The address of a place, of which editors understand line and column, both from 1. */
export function placeUri(uri: string, { line, character }: Position): string {
  return `${uri}#L${line + 1},${character + 1}`;
}

export function markdownLink(words: string, uri: string): string {
  // Parentheses would end the address.
  return `[${words}](${uri.replaceAll("(", "%28").replaceAll(")", "%29")})`;
}
