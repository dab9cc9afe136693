// Where the page of a concept can be read: the very files that hovers show.

import { spokenLanguage } from "../language/say.ts";

const pages = "https://github.com/async-insight/async-insight/blob/main/server/src/concepts/";

/** The address of the page that explains a concept. */
export function conceptPage(concept: string): string {
  return `${pages}${spokenLanguage()?.folder ?? ""}${concept}.md`;
}
