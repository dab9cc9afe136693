// The patterns by which names of functions are found in texts, as sources of regular expressions. They find too much rather
// than too little: what a name really means is asked later, of the compiler.

/** Any of the names as a whole word. */
export function anyOf(names: ReadonlySet<string>): string {
  return `(?<![\\w$])(?:${[...names].map(escaped).join("|")})(?![\\w$])`;
}

/**
 * Other names of something of these names: `load as read`, `{ load: read }`, and in a second group `read = config.load`.
 */
export function aliasesOf(names: ReadonlySet<string>): string {
  const any = anyOf(names);
  return `${any}\\s*(?:as|:)\\s*([\\w$]+)|\\b([\\w$]+)\\s*=\\s*(?:[\\w$]+\\.)*${any}(?!\\s*[(.])`;
}

/** Where one of the names is given to a function or a value, unless it is only taken over from elsewhere. */
export function declarationsOf(names: ReadonlySet<string>): string {
  return `\\b(?:function|const|let|var)\\s+(${anyOf(names)})(?!\\s*=\\s*(?:require\\b|[\\w$.]+\\.\\1\\b))`;
}

/** Where the default export of `file` gets a name, which is the first group. */
export function defaultImportsOf(file: string): string {
  const [, folder, base] = /([^/]*)\/([^/.]+)[^/]*$/.exec(file) ?? [];
  const module = base === "index" ? `(?:index|${escaped(folder ?? "")})` : escaped(base ?? "");
  return `\\b(?:import|const|let|var)\\s+([\\w$]+)[^;'"]*["'][^"']*(?<![\\w-])${module}(?:\\.[cm]?[jt]sx?)?["']`;
}

/** Where a member of that name seems to be declared or assigned. */
export function membersNamed(name: string): string {
  const member = escaped(name);
  return `(?<![.\\w$])${member}\\s*[(:=,}<]|\\.${member}\\s*=(?!=)`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
