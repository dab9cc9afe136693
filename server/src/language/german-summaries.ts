// What rules find, in German. Written by `npm run generate` from scripts/generate/settings.de.json; do not edit.

export const germanSummaries: Readonly<Record<string, string>> = {
  "A callback of `filter`, `some`, `find` and the like that returns a promise, which is always truthy.":
    "Ein Callback von `filter`, `some`, `find` und Ähnlichem, der ein Promise zurückgibt, das immer als wahr gilt.",
  "An async function as the executor of `new Promise`: what it throws does not reject the promise.":
    "Eine async-Funktion als Executor von `new Promise`: Was sie wirft, lehnt das Promise nicht ab.",
  "An async function where its promise is ignored: `forEach` does not wait, an event handler's failure is lost.":
    "Eine async-Funktion, wo ihr Promise nicht beachtet wird: `forEach` wartet nicht, das Scheitern eines Ereignisbehandlers geht verloren.",
  "An `await` inside `Promise.all([…])` or its siblings, which waits before the gather begins.":
    "Ein `await` in `Promise.all([…])` oder dessen Geschwistern, das wartet, bevor das Sammeln beginnt.",
  "An `await` of something that is no promise: there is nothing to wait for.":
    "Ein `await` von etwas, das kein Promise ist: Es gibt nichts, worauf zu warten wäre.",
  "A promise that nobody waits for: its result is lost, and so is its error.":
    "Ein Promise, auf das niemand wartet: Sein Ergebnis geht verloren und ebenso sein Fehler.",
  "A promise that is awaited only after another wait: if it rejects in between, nothing handles it.":
    "Ein Promise, auf das erst nach einem anderen Warten gewartet wird: Wird es dazwischen abgelehnt, behandelt das niemand.",
  "A promise as a condition: it is always true, whatever it resolves to.":
    "Ein Promise als Bedingung: Sie ist immer wahr, was immer es ergibt.",
  "A promise that is spread: it has no properties or elements, so nothing is copied.":
    "Ein Promise, das ausgebreitet wird (Spread): Es hat weder Eigenschaften noch Elemente, also wird nichts kopiert.",
  "A promise returned out of a `try` without `await`: `catch` does not see it fail, and `finally` runs too early.":
    "Ein Promise, das ohne `await` aus einem `try` zurückgegeben wird: `catch` sieht sein Scheitern nicht, und `finally` läuft zu früh.",
  "A promise that is stored and never read again: nobody can wait for it or see it fail.":
    "Ein Promise, das gespeichert und nie wieder gelesen wird: Niemand kann darauf warten oder sein Scheitern sehen.",
  "A synchronous call in asynchronous code: everything else on the event loop stands still until it returns.":
    "Ein synchroner Aufruf in asynchronem Code: Alles andere auf der Ereignisschleife steht still, bis er zurückkehrt.",
  "A call of synchronous code that reaches a blocking call, in asynchronous code.":
    "Ein Aufruf von synchronem Code, der in asynchronem Code einen blockierenden Aufruf erreicht.",
  "A loop that spins until a time has come or a flag has changed, while nothing else can run.":
    "Eine Schleife, die sich dreht, bis eine Zeit gekommen ist oder ein Zeichen sich geändert hat, während nichts anderes laufen kann.",
  "A loop whose iterations wait one by one though none needs an earlier one.":
    "Eine Schleife, deren Durchläufe nacheinander warten, obwohl keiner einen früheren braucht.",
  "Waits that follow each other though none needs another: together they would take as long as the slowest.":
    "Wartezeiten, die aufeinander folgen, obwohl keine die andere braucht: Zusammen würden sie so lange dauern wie die längste.",
};
