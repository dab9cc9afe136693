// Whether a configuration file extends itself, directly or by way of others: the engine follows such a chain for ever, also
// when it comes upon it through references. Everything else about configuration files is the engine's own knowledge.

/* async-insight-disable blocking-helper -- small files, which have to be known before the engine is told of them */

import { readFileSync } from "node:fs";
import { posix } from "node:path";

/** Where a configuration file leads to. */
interface Links {
  readonly extended: readonly string[];
  readonly referred: readonly string[];
}

/** Reads each configuration file once, so that it is good for one look at the disk and not for longer. */
export class ConfigChains {
  readonly #links = new Map<string, Links>();

  /**
   * The configuration file that extends itself, among those that the engine reads when it opens this one: the file and all that it
   * refers to. Undefined if there is none.
   */
  circular(config: string): string | undefined {
    const reached = new Set([config]);
    for (const each of reached) {
      if (this.#leadsBack(each, [])) return each;
      for (const referred of this.#linksOf(each).referred) reached.add(referred);
    }
    return undefined;
  }

  /** True if following `extends` leads back to a file that was already passed. */
  #leadsBack(config: string, passed: readonly string[]): boolean {
    if (passed.includes(config)) return true;
    return this.#linksOf(config).extended.some((each) => this.#leadsBack(each, [...passed, config]));
  }

  #linksOf(config: string): Links {
    let links = this.#links.get(config);
    if (links === undefined) {
      links = linksIn(readOrEmpty(config), posix.dirname(config));
      this.#links.set(config, links);
    }
    return links;
  }
}

/** Comments may stand anywhere and are rare. */
function linksIn(text: string, folder: string): Links {
  const extended = /"extends"\s*:\s*("[^"]*"|\[[^\]]*\])/.exec(text)?.[1] ?? "";
  const referred = /"references"\s*:\s*\[([^\]]*)\]/.exec(text)?.[1] ?? "";
  return {
    extended: [...extended.matchAll(/"([^"]*)"/g)].flatMap(([, name]) => {
      // Packages cannot extend a file of ours.
      if (!/^\.{0,2}\//.test(name!)) return [];
      const path = posix.resolve(folder, name!);
      return [path.endsWith(".json") ? path : `${path}.json`];
    }),
    referred: [...referred.matchAll(/"path"\s*:\s*"([^"]*)"/g)].map(([, name]) => {
      const path = posix.resolve(folder, name!);
      return path.endsWith(".json") ? path : `${path}/tsconfig.json`;
    }),
  };
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
