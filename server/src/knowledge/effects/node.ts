// What the functions of Node.js do, by module. Data only; what is not listed is unknown.

import type { EffectTable } from "./known-effect.ts";

const PATH = {
  reads:
    "basename dirname extname format isAbsolute join matchesGlob normalize parse relative resolve toNamespacedPath",
};

const OS = {
  "reads process":
    "arch availableParallelism cpus endianness freemem homedir hostname loadavg machine networkInterfaces platform release " +
    "tmpdir totalmem type uptime userInfo version",
};

const FILE_READS = "access glob lstat opendir readFile readdir readlink realpath stat statfs";
const FILE_WRITES = "appendFile chmod chown lchown lutimes mkdir mkdtemp rm rmdir truncate unlink utimes writeFile";

export const NODE: EffectTable = {
  "": {
    reads: "clearImmediate clearInterval clearTimeout",
    "reads process": "require",
    "reads time": "queueMicrotask setImmediate setInterval setTimeout",
  },
  Buffer: {
    reads:
      "compare equals includes indexOf lastIndexOf readDoubleBE readDoubleLE readFloatBE readFloatLE readInt16BE readInt16LE " +
      "readInt32BE readInt32LE readInt8 readUInt16BE readUInt16LE readUInt32BE readUInt32LE readUInt8 slice subarray toJSON " +
      "toString",
    changes: "fill write writeInt32BE writeInt32LE writeUInt16BE writeUInt16LE writeUInt32BE writeUInt32LE writeUInt8",
  },
  BufferConstructor: { reads: "alloc allocUnsafe byteLength compare concat from isBuffer isEncoding" },
  Process: {
    "reads process": "cpuUsage cwd hrtime memoryUsage resourceUsage uptime",
    "writes process": "chdir exit setMaxListeners umask",
  },
  assert: { reads: "" },
  crypto: {
    reads:
      "constantTimeEqual createHash createHmac createPrivateKey createPublicKey createSecretKey getHashes hash pbkdf2Sync " +
      "randomBytes randomInt randomUUID scryptSync sign timingSafeEqual verify",
  },
  dns: {},
  "dns/promises": { "reads network": "lookup resolve resolve4 resolve6 resolveMx resolveSrv resolveTxt reverse" },
  fs: {
    "reads file":
      "access exists lstat readFile readdir readlink realpath stat accessSync existsSync lstatSync opendirSync readFileSync readdirSync readlinkSync realpathSync statSync",
    "writes file":
      "appendFileSync chmodSync mkdirSync mkdtempSync rmSync rmdirSync truncateSync unlinkSync writeFileSync",
    "moves file": "copyFileSync cpSync linkSync renameSync symlinkSync",
  },
  "fs/promises": {
    "reads file": FILE_READS,
    "writes file": FILE_WRITES,
    "moves file": "copyFile cp link rename symlink",
  },
  Hash: { changes: "update", reads: "copy digest" },
  Hmac: { changes: "update", reads: "digest" },
  os: OS,
  path: PATH,
  "path/posix": PATH,
  "path/win32": PATH,
  PlatformPath: PATH,
  performance: { "reads time": "now" },
  querystring: { reads: "escape parse stringify unescape" },
  "timers/promises": { sleeps: "setImmediate setTimeout" },
  timers: {
    reads: "clearImmediate clearInterval clearTimeout",
    "reads time": "setImmediate setInterval setTimeout",
  },
  url: { reads: "fileURLToPath format pathToFileURL" },
  util: { reads: "deprecate format inspect isDeepStrictEqual promisify stripVTControlCharacters" },
};
