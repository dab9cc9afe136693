// What the name of a function says about what it does, where nothing else is known of it.

/** First words of functions that look something up. */
const READING =
  /^(?:calculate|compute|count|describe|determine|estimate|exists|fetch|find|get|has|hash|head|infer|is|list|load|lookup|peek|read|resolve|search|select|stat)$/;

/** What is resolved by being settled, not by being looked up: `resolveConflict`. */
const SETTLED = /^(?:alert|claim|comment|conflict|discussion|dispute|incident|issue|report|thread|ticket)s?$/;

/** First words of functions that make a value of what they are given, if they wait for nothing. */
const CONVERTING =
  /^(?:as|build|calculate|clone|compare|compute|concat|convert|decode|encode|equals?|format|from|hash|hex|join|key|keys|length|make|map|match|merge|normalize|omit|pad|parse|pick|resolve|serialize|deserialize|slice|sort|split|stringify|to|trim|unwrap|validate|wrap)$/;

/** What is temporary is made for whoever asks for it: `getTempFile`. */
const TEMPORARY = /^(?:temp|temporary|tmp)$/;

/** Words that change something wherever they stand in a name. */
const WRITING =
  "abort acquire add advance allocate append apply archive assign begin buy cancel capture change charge claim clear click close commit " +
  "connect consume copy create deactivate decrement delete deploy deposit destroy dequeue disable disconnect dispatch drop emit " +
  "enable enqueue ensure execute extract fill finish flush generate grant import increment init initialize insert install " +
  "invalidate issue kill launch lock log login logout migrate modify mount move mutate navigate next notify open patch pay pop " +
  "post press prompt publish pull purge push put queue record refresh refund register release reload remove rename replace " +
  "reset restart restore revoke rollback rotate run save schedule seed send set shift sign spawn start stop store submit " +
  "subscribe swap sync take track transact transaction transfer trigger truncate type unlock unregister unset update upload upsert use withdraw write";

const WRITING_WORDS: ReadonlySet<string> = new Set(WRITING.split(" "));

/**
 * Words that mean a change even behind a reading one: `getOrCreateUser`, `findOneAndUpdate`, `fetchNext`. What has to be
 * given back is taken, not read: `getConnection`.
 */
const ALWAYS_WRITING =
  /^(?:acquire|append|connection|consume|create|decrement|delete|dequeue|enqueue|handle|increment|init|initialize|insert|invalidate|lease|lock|mutate|mutex|next|pop|purge|push|release|remove|replace|reset|save|semaphore|send|set|shift|subscribe|update|upsert|write)$/;

export type NameKind =
  /** It reads, to all appearances. */
  | "reading"
  /** It makes a value, if it does so at once. */
  | "converting"
  /** Some word of it says that something changes. */
  | "writing"
  /** It says nothing. */
  | "neutral";

export function kindOfName(name: string): NameKind {
  const [first, ...others] = wordsOf(name);
  if (first === undefined) return "neutral";
  if (first === "resolve" && others.some((word) => SETTLED.test(word))) return "writing";
  const isBare = others.length === 0 && CONVERTING.test(first);
  if (READING.test(first) && !isBare) return isChanging(others) ? "writing" : "reading";
  if (WRITING_WORDS.has(first) || isChanging(others)) return "writing";
  return CONVERTING.test(first) ? "converting" : "neutral";
}

/** Methods by which collections are changed, whoever has written them. */
export function isMutatingName(name: string): boolean {
  return /^(?:add|append|clear|delete|fill|pop|push|reverse|set|shift|sort|splice|unshift)$/.test(name);
}

/** `createHash`: of a function that waits for nothing, it says that a value is made. */
export function saysThatItMakes(name: string): boolean {
  const [first = "", ...others] = wordsOf(name);
  return /^(?:create|generate|make)$/.test(first) && !isChanging(others) && isMakingOnly(name);
}

/** Instances of most classes are values; those of some are at work from the beginning, or keep others out. */
export function isMakingOnly(name: string): boolean {
  return !/(?:connection|lock|mutex|observer|process|semaphore|server|session|socket|transaction|worker)$/i.test(name);
}

function wordsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .toLowerCase()
    .split(/[\s_$\d]+/)
    .filter(Boolean);
}

/** First words of functions that let nobody pass whom they do not like, whatever they give back. */
const CHECKING =
  /^(?:assert|assure|authenticate|authorize|check|confirm|demand|ensure|expect|guard|must|require|validate|verify)$/;

/** What follows such a call relies on its having passed. */
export function isCheckingName(name: string): boolean {
  return CHECKING.test(wordsOf(name)[0] ?? "");
}

/** A stream is opened for whoever asks for it. A noun may look like a verb (`getStartDate`), but not behind `And`, `Or` and `For`. */
function isChanging(words: readonly string[]): boolean {
  if (words.findLast((word) => word !== "async") === "stream") return true;
  if (words.some((word) => TEMPORARY.test(word)) && words.some((word) => /^(?:dir|directory|file|folder)$/.test(word)))
    return true;
  return words.some((word, index) => {
    const isJoined = index > 0 && /^(?:and|for|or)$/.test(words[index - 1]!);
    return ALWAYS_WRITING.test(word) || (isJoined && WRITING_WORDS.has(word));
  });
}
