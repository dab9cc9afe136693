// What functions of widely used packages do, by package and by the name of the function. Data only.

import type { EffectTable } from "./known-effect.ts";

export const PACKAGES: EffectTable = {
  axios: { "reads network": "get head" },
  got: { "reads network": "get head" },
  ky: { "reads network": "get head" },
  superagent: { "reads network": "get head" },
  "node-fetch": { fetches: "default fetch" },
  "cross-fetch": { fetches: "default fetch" },
  undici: { fetches: "fetch" },
  bcrypt: { computes: "compare genSalt hash" },
  bcryptjs: { computes: "compare genSalt hash" },
  argon2: { computes: "hash verify" },
  jose: {
    computes:
      "calculateJwkThumbprint exportJWK exportPKCS8 exportSPKI generateKeyPair importJWK importPKCS8 importSPKI importX509",
    reads: "createLocalJWKSet createRemoteJWKSet decodeJwt decodeProtectedHeader",
  },
  jsonwebtoken: { reads: "decode sign verify" },
  uuid: { reads: "parse stringify v1 v3 v4 v5 v6 v7 validate version" },
  nanoid: { reads: "customAlphabet nanoid" },
  "fs-extra": {
    "reads file": "access exists lstat pathExists readFile readJSON readJson readdir realpath stat",
    "writes file":
      "emptyDir ensureDir ensureFile mkdir mkdirp outputFile outputJson remove writeFile writeJSON writeJson",
    "moves file": "copy copyFile move rename",
  },
  "@npmcli/fs": { "reads file": "readdirScoped" },
  glob: { "reads file": "glob" },
  globby: { "reads file": "globby" },
  "fast-glob": { "reads file": "async glob" },
  "find-up": { "reads file": "default findUp" },
  "locate-path": { "reads file": "default locatePath" },
  "path-exists": { "reads file": "default pathExists" },
  "load-json-file": { "reads file": "default loadJsonFile" },
  "read-pkg": { "reads file": "default readPackage" },
  lodash: {
    reads:
      "camelCase chunk clone cloneDeep compact countBy difference filter find flatten get groupBy has intersection isEmpty " +
      "isEqual kebabCase keyBy keys map max merge min omit partition pick range sortBy sum uniq uniqBy values zip",
  },
};
