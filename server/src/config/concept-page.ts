// Where the page of a concept can be read: the very files that hovers show.

const pages = "https://github.com/async-insight/async-insight/blob/main/server/src/concepts/";

/** The address of the page that explains a concept. */
export function conceptPage(concept: string): string {
  return `${pages}${concept}.md`;
}
