// `npm run corpus`: real packages as input.
import { parseArgs } from "node:util";
import { corpusPackages } from "./corpus-packages.ts";
import { fetchPackage, packageFolder } from "./fetch-package.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { "fetch-only": { type: "boolean", default: false } },
});
const chosen = corpusPackages.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
for (const corpusPackage of chosen) {
  const fetched = await fetchPackage(corpusPackage);
  console.log(`${corpusPackage.name}: ${fetched ? "fetched" : "in place"} (${packageFolder(corpusPackage.name)})`);
}
void values;
