// What the path of a file tells of it: what language it is in, and whose code it is. Paths are absolute, or relative to some
// folder above the packages, with forward slashes. What the text says is asked elsewhere: generated, minified, a test.

/** TypeScript or JavaScript, declaration files included. */
export function isScript(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

/** Declares what is written elsewhere: `api.d.ts`, `api.d.mts`, `style.d.css.ts`. */
export function isDeclarationFile(path: string): boolean {
  return /\.d\.(?:[cm]?ts|[^./\\]+\.ts)$/.test(path);
}

/** Of a package that the project depends on, in whatever language. */
export function isInPackage(path: string): boolean {
  return path.includes("/node_modules/");
}

/** Nothing there is code of the project that could be read: it belongs to a package, or only declares. */
export function isForeign(path: string): boolean {
  return isInPackage(path) || isDeclarationFile(path);
}

/** Code of the project itself. */
export function isOwnScript(path: string): boolean {
  return isScript(path) && !isForeign(path);
}

/** Declares the language and the browser. */
export function isStandardLibrary(path: string): boolean {
  return /\/lib\.[\w.]+\.d\.ts$/.test(path);
}

/** The npm package that a file belongs to; typings stand for what they describe. Undefined outside of packages. */
export function packageOf(path: string): string | undefined {
  const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
  if (name === undefined || !name.startsWith("@types/")) return name;
  const described = name.slice("@types/".length);
  return described.includes("__") ? `@${described.replace("__", "/")}` : described;
}

/** Declares what is there without a package of one's own: the language, the browser, Node.js. */
export function isPlatform(path: string): boolean {
  return isStandardLibrary(path) || path.includes("/node_modules/@types/node/");
}
