// Things that answer one request after another, or that keep an order, so that two calls through one of them gain
// nothing by starting together, or go wrong. Data only.

/** Names of types, without their type arguments. */
const TYPES =
  "BrowserContext ClientSession Connection Cursor ElementHandle EntityManager Frame FSWatcher IDBTransaction Interface JSHandle Locator Page " +
  "PoolClient PoolConnection QueryRunner ReadLine Reader ReadableStream ReadableStreamDefaultReader Socket Transaction " +
  "TransactionClient WebDriver WebElement WebSocket";

const SUFFIX =
  /(?:Connection|Cursor|Driver|Iterator|Generator|Reader|Session|Socket|Stream|Transaction|Lock|Mutex|Semaphore)$/;

const TYPE_NAMES: ReadonlySet<string> = new Set(TYPES.split(" "));

export function isSerialType(name: string): boolean {
  return TYPE_NAMES.has(name) || SUFFIX.test(name);
}

/** The last word of a variable's or member's name. */
const NAME =
  /^(?:browser|conn|connection|cursor|driver|frame|generator|iterator|locator|page|prompt|prompts|queryrunner|reader|readline|repl|rl|session|socket|stream|transaction|trx|tx|txn)$/;

/** Managers of most things are none; those of an object-relational mapper hold a transaction or a unit of work. */
const ORM_MANAGER = /^(?:(?:entity|em|transaction|transactional) )?manager$/;

/** `_conn`, `dbConnection`, `queryRunner`: by the last words. */
export function isSerialName(name: string): boolean {
  const words = name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[\s_$#]+/)
    .filter(Boolean);
  return NAME.test(words.at(-1) ?? "") || NAME.test(words.slice(-2).join("")) || ORM_MANAGER.test(words.join(" "));
}

/** What is handed on under such a name may bring a transaction with it; a member of it stands for itself. */
export function isContextName(name: string): boolean {
  return /^_?(?:ctx|context)$/i.test(name) || /(?:Ctx|Context)$/.test(name);
}

/** Functions that give what they call one connection for all that it does: `prisma.$transaction(async (client) => …)`. */
export const GIVES_CONNECTION = /(?:connection|session|transact|transaction)$/i;

/** Functions that ask a person, by the words of their callee: one question after another. */
const ASKS_PERSON =
  /(?:^|\W)(?:(?:ask|confirm|inquirer|prompt|prompts|question|readline|readUserInfo|rl)\b|(?:enquirer|inquirer|prompts?)_\d|(?:confirm|prompt)[A-Z])/i;

/** Packages whose functions do nothing else, whatever these are called: `select`, `input`. */
const ASKING_PACKAGES = /^(?:@clack\/prompts|@inquirer\/.+|enquirer|inquirer|prompts|readline-sync)$/;

/** @param callee its text */
export function asksPersonByName(callee: string): boolean {
  return ASKS_PERSON.test(callee);
}

export function isAskingPackage(name: string): boolean {
  return ASKING_PACKAGES.test(name);
}

/** `promptForName`: whatever such a function calls, a person answers. */
export function saysThatItAsks(name: string): boolean {
  return /^(?:ask|confirm|prompt)(?![a-z])/.test(name);
}
