// What names say about calls of which no type is known, where a type would have said it. Data only.

/** Single words that a call to some store has as its whole name; `get` and `has` are what maps and settings have, too. */
const LOOKS_UP_ALONE = /^(?:count|fetch|find|list|load|search)$/;

/** By its name it looks up something in particular, so that whoever awaits it can be taken to wait. */
export function saysWhatItLooksUp(name: string): boolean {
  return LOOKS_UP_ALONE.test(name) || /[a-z\d](?:[A-Z]|_[a-z])/.test(name);
}

/**
 * Names of what a function is handed or has made to reach a database with. It may be a pool, a transaction, or a client
 * that answers one query after another: only its type could tell.
 */
const DATABASE =
  /(?:^|[a-z_$])(?:client|database|db|knex|mysql|pg|pool|queryinterface|sequelize|sql|sqlite|store|trans|unitofwork|uow)$/i;

export function mayBeConnection(name: string): boolean {
  return DATABASE.test(name);
}

/** What is handed on whole under such a name may hold a transaction, as ORMs have it: `{ transacting }`, `{ transaction }`. */
export function mayBringConnection(name: string): boolean {
  return /^_?(?:options|opts|unsafeOptions|frame|req|request)$/.test(name);
}

/** What is asked for it is there already, to all appearances: nobody waits for it. */
const KEPT =
  /(?:^|[a-z_$])(?:cache|config|configuration|constants|context|env|flags|headers|i18n|map|options|params|registry|request|response|settings|state)$/i;

export function isKept(name: string): boolean {
  return KEPT.test(name) || /cache/i.test(name);
}

/** Methods of elements and pages of browser and device drivers: all of them go through one session. */
const DRIVES =
  /^(?:getAlertText|getAllWindowHandles|getAttribute|getBoundingBox|getContexts|getCookies?|getCssValue|getCSSProperty|getCurrentUrl|getHTML|getLocation|getPageSource|getProperty|getRect|getSize|getTagName|getText|getTitle|getUrl|getValue|getWindowHandles?|getWindowRect|isChecked|isClickable|isDisplayed|isEnabled|isExisting|isFocused|isSelected|isVisible|findElements?|findElementBy\w*|findElementsBy\w*)$/;

export function drivesSomething(name: string): boolean {
  return DRIVES.test(name);
}

/** First words of functions that work something out, by their names without waiting for anybody. */
const WORKS_OUT = /^(?:calculate|compute|determine|estimate|hash|infer|resolve)(?![a-z])/;

export function worksOut(name: string): boolean {
  return WORKS_OUT.test(name);
}

/** Reads of files, each by itself; what else is read comes from a device, a stream or a wire, where one read follows another. */
const READS_BY_NAME =
  /^read(?:s|(?:All|Optional|Package|Project|Raw|Text)*(?:Config|Dir|dir|File|JSON|Json|Link|link|Manifest|Package|Project|Text|Toml|Ya?ml)\w*)$/;

/** What nobody knows may have to be read piece by piece: `port.readRegister`, `reader.readBlock`. */
export function readsInTurn(name: string): boolean {
  return /^read(?![a-z])/.test(name) && !READS_BY_NAME.test(name);
}
