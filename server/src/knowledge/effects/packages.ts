// What functions of widely used packages do, by package and by the name of the function. Data only.

import type { EffectTable } from "./known-effect.ts";

export const PACKAGES: EffectTable = {
  axios: { "reads network": "get head" },
  got: { "reads network": "get head" },
  ky: { "reads network": "get head" },
  superagent: { "reads network": "get head" },
  "fs-extra": {
    "reads file": "access exists lstat pathExists readFile readJSON readJson readdir realpath stat",
    "writes file":
      "emptyDir ensureDir ensureFile mkdir mkdirp outputFile outputJson remove writeFile writeJSON writeJson",
    "moves file": "copy copyFile move rename",
  },
  glob: { "reads file": "glob" },
  globby: { "reads file": "globby" },
  "fast-glob": { "reads file": "async glob" },
  "find-up": { "reads file": "findUp" },
  lodash: {
    reads:
      "camelCase chunk clone cloneDeep compact countBy difference filter find flatten get groupBy has intersection isEmpty " +
      "isEqual kebabCase keyBy keys map max merge min omit partition pick range sortBy sum uniq uniqBy values zip",
  },
};
