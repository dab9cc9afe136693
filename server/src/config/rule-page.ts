// Where the page of a rule can be read. The pages themselves are generated into docs/rules.

const pages = "https://github.com/async-insight/async-insight/blob/main/docs/rules/";

/** The address of the page that explains a rule. */
export function rulePage(ruleName: string): string {
  return `${pages}${ruleName}.md`;
}
