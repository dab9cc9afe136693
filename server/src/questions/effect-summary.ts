// What a piece of code does, put together from its own text and from what its calls do, in terms of those outside: paths
// that begin with an argument become those of what is handed over, and what only the code itself knows is left out.

import { say } from "../language/say.ts";
import type { KnownEffect } from "../knowledge/effects/known-effect.ts";
import { kindOfName } from "../knowledge/reading-names.ts";
import { saysThatItAsks } from "../knowledge/serial-resources.ts";
import {
  is,
  isAsync,
  isFunctionNode,
  outermost,
  skipOuter,
  type FunctionNode,
  type Node,
} from "../typescript/syntax.ts";
import {
  argumentOf,
  keyOf,
  memberOf,
  outside,
  pathTo,
  valueOf,
  valueOfVariable,
  type Frame,
  type Path,
  type Value,
} from "./access-path.ts";
import { asksForLock, hasWritingSql } from "./call-syntax.ts";
import type { NamedMeaning } from "./call-meaning.ts";
import type { CallSite, Mystery } from "./code-effects.ts";

export interface Effects {
  readonly reads: readonly Path[];
  readonly writes: readonly Path[];
  /** What may do anything, as far as we know. */
  readonly mysteries: readonly Mystery[];
  /** Calls whose names are all that speaks for them. */
  readonly guesses: readonly Node[];
  /** Calls that even their names say nothing of, though nothing speaks against them either. */
  readonly opaque: readonly Node[];
  /** What calls were made on, or were given, that could not be followed. */
  readonly contacts: readonly Path[];
  readonly strangers: readonly Stranger[];
  /** It gives the event loop a turn before it is done; false if that is certain not to help anybody. */
  readonly isWaiting: boolean;
  /** It, or something that it calls, throws in plain sight. */
  readonly throws: boolean;
}

/** Something that is called upon though no type says what it is: one of many handles of one device, or a server of its own. */
export interface Stranger {
  readonly path: Path;
  /** What it is called upon for. */
  readonly name: string;
}

export class Summary implements Effects {
  readonly #reads = new Map<string, Path>();
  readonly #writes = new Map<string, Path>();
  readonly #contacts = new Map<string, Path>();
  readonly #strangers = new Map<string, Stranger>();
  readonly mysteries: Mystery[] = [];
  readonly guesses: Node[] = [];
  opaque: Node[] = [];
  isWaiting = false;
  throws = false;
  /** The positions of the parameters for whose calls it waits, if they are handed over. */
  readonly waitsFor = new Set<number>();
  /** The functions whose bodies it was put together from. */
  readonly madeOf = new Set<FunctionNode>();
  /** Something was left out that another way to this code would have shown: too deep, or a recursion. */
  isPartial = false;
  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
  }

  get reads(): readonly Path[] {
    return [...this.#reads.values()];
  }

  get writes(): readonly Path[] {
    return [...this.#writes.values()];
  }

  get contacts(): readonly Path[] {
    return [...this.#contacts.values()];
  }

  get strangers(): readonly Stranger[] {
    return [...this.#strangers.values()];
  }

  /** @param isDeep whether all that is below it is read as well */
  read(value: Value, isDeep: boolean): void {
    const found = this.#outward(value);
    if (found === undefined || found === "unknown") return;
    const path = isDeep ? { ...found, isDeep } : found;
    this.#reads.set(keyOf(path), path);
  }

  /** @param node where something unknown would be changed; undefined where that is said elsewhere */
  write(value: Value, node: Node | undefined, isFilling = false): void {
    const found = this.#outwardChange(value);
    const path = isFilling && found !== undefined && found !== "unknown" ? { ...found, isFilling } : found;
    if (path === "unknown") {
      if (node !== undefined) this.mysteries.push({ reason: say`changes something that it was given`, node });
    } else if (path !== undefined) this.#writes.set(keyOf(path), path);
  }

  #contact(value: Value | undefined): void {
    const path = value && this.#outward(value);
    if (path !== undefined && path !== "unknown") this.#contacts.set(keyOf(path), path);
  }

  #addStranger(value: Value, name: string): void {
    const path = this.#outward(value);
    if (path !== undefined && path !== "unknown") this.#strangers.set(`${name} ${keyOf(path)}`, { path, name });
  }

  /** Where something is changed: a member that gets another value matters to those who see what holds it. */
  #outwardChange(value: Value): Path | "unknown" | undefined {
    if (value.kind !== "path" || value.path.isMember !== true) return this.#outward(value);
    const { root, members } = value.path;
    const holder = this.#outward({ kind: "path", path: pathTo(root, members.slice(0, -1)) });
    if (holder === undefined || holder === "unknown") return holder;
    return memberWrite(holder, members.at(-1)!);
  }

  /** The path as those outside the frame see it; undefined for what only the frame knows. */
  #outward(value: Value): Path | "unknown" | undefined {
    if (value.kind !== "path") return value.kind === "unknown" ? "unknown" : undefined;
    const { root, members } = value.path;
    if (root.kind !== "variable") return value.path;
    const frame = this.#frame;
    if (value.path.isBinding === true) {
      const isOwn = frame !== undefined && root.variable.owner !== undefined && isIn(root.variable.owner, frame);
      return isOwn ? undefined : value.path;
    }
    const argument = frame && argumentOf(root.variable, frame);
    if (argument !== undefined) return pathTo(argument.root, [...argument.members, ...members]);
    const own = valueOfVariable(root.variable, frame);
    if (own.kind === "path" && keyOf(own.path) === keyOf(pathTo(root))) {
      // A parameter of a function inside gets what nobody told us.
      const isInside = frame !== undefined && root.variable.owner !== undefined && root.variable.owner !== frame;
      return isInside && root.variable.kind === "parameter" && isIn(root.variable.owner, frame)
        ? "unknown"
        : value.path;
    }
    const inside = members.reduce<Value>((at, name) => memberOf(at, name, frame), own);
    return this.#outward(inside);
  }

  addKnown(site: CallSite, effect: KnownEffect): void {
    const { receiver, args, call } = site;
    if (receiver !== undefined) this.read(receiver, true);
    for (const argument of args) this.read(argument, true);
    switch (effect) {
      case "changes":
        if (receiver !== undefined) this.write(receiver, call);
        break;
      case "fills":
        if (args[0] !== undefined) this.write(args[0], call);
        break;
      case "sleeps":
      case "computes":
        // An array that is written out waits for what stands in it.
        this.isWaiting ||= !isArrayOfCalls(call);
        break;
      case "reads file":
        this.read(file(call, 0), true);
        this.isWaiting ||= site.isAwaited || !site.name.endsWith("Sync");
        break;
      case "writes file":
        this.write(file(call, 0), call);
        this.isWaiting ||= !site.name.endsWith("Sync");
        break;
      case "moves file":
        this.write(file(call, 0), call);
        this.write(file(call, 1), call);
        this.isWaiting ||= !site.name.endsWith("Sync");
        break;
      case "fetches":
        this.isWaiting = true;
        if (isReadingRequest(call)) this.read(environment("network"), true);
        else this.mysteries.push({ reason: say`sends a request`, node: call });
        break;
      case "reads network":
        this.isWaiting = true;
        this.read(environment("network"), true);
        break;
      case "reads time":
      case "reads process":
      case "reads page":
        this.read(environment(effect.slice("reads ".length)), true);
        break;
      case "writes console":
      case "writes process":
      case "writes page":
        this.write(environment(effect.slice("writes ".length)), call);
        break;
      case "reads":
    }
  }

  /** A call that lies too deep to be looked at. */
  addUnread(site: CallSite): void {
    this.isPartial = true;
    this.isWaiting ||= mayWait(site);
    this.opaque.push(site.call);
  }

  /** A call that, by its name, changes the collection that it is made on. */
  addMutation({ call, receiver, args }: CallSite): void {
    for (const value of [receiver, ...args]) if (value !== undefined) this.read(value, true);
    if (receiver !== undefined) this.write(receiver, call);
    this.guesses.push(call);
  }

  addQuestion({ call }: CallSite): void {
    this.isWaiting = true;
    this.mysteries.push({ reason: say`asks a person`, node: call });
  }

  /**
   * @param isWait whether somebody waits for what it gives
   * @param parameter the position of the parameter that is called
   */
  addNamed(
    site: CallSite,
    { name: kind, isTyped }: NamedMeaning,
    isWait: boolean,
    parameter: number | undefined,
  ): void {
    const { call, name, receiver, args } = site;
    for (const value of [receiver, ...args]) {
      if (value !== undefined) this.read(value, true);
    }
    if (isWait) {
      if (parameter === undefined) this.isWaiting = true;
      else this.waitsFor.add(parameter);
      for (const value of [receiver, ...args]) this.#contact(value);
      if (receiver !== undefined && !isTyped) this.#addStranger(receiver, name);
    }
    if (kind === "reading" && hasWritingSql(call)) {
      this.mysteries.push({ reason: say`sends a statement that is no query`, node: call });
      return;
    }
    if (asksForLock(call)) {
      this.mysteries.push({ reason: say`takes a lock`, node: call });
      return;
    }
    const called = name === "" ? say`a function that is not known` : `\`${name}\``;
    if (kind === "writing") this.mysteries.push({ reason: say`calls ${called}`, node: call });
    else if (!site.isResultUsed) this.mysteries.push({ reason: say`calls ${called} for its effect`, node: call });
    else if (kind === "reading" || (kind === "converting" && !site.isAwaited)) this.guesses.push(call);
    else this.opaque.push(call);
  }

  /**
   * The effects of a function that is called here, in terms of what it is called with.
   * @param isWaiting whether it waits for something, called like this
   */
  addBody(site: CallSite, fn: FunctionNode, body: Summary, isWaiting: boolean): void {
    this.isPartial ||= body.isPartial;
    this.throws ||= body.throws;
    if (asksForLock(site.call)) this.mysteries.push({ reason: say`takes a lock`, node: site.call });
    for (const part of body.madeOf) this.madeOf.add(part);
    this.guesses.push(...body.guesses);
    // A name speaks for what the body calls and nobody can follow; and for all that a function does that makes a value
    // at once.
    const kind = kindOfName(site.name);
    const isReading = site.isResultUsed && (kind === "reading" || (kind === "converting" && !isWaiting));
    (isReading ? this.guesses : this.opaque).push(...body.opaque);
    if (saysThatItAsks(site.name) && body.guesses.length + body.opaque.length > 0)
      this.mysteries.push({ reason: say`asks a person`, node: site.call });
    if (isReading && !isWaiting) this.guesses.push(...body.mysteries.map(({ node }) => node));
    else this.mysteries.push(...body.mysteries);
    this.isWaiting ||= isWaiting && (site.isAwaited || isAsync(fn) || !isFunctionNode(site.call));
    // What is remembered without a wait in between is remembered once, whoever comes first.
    const isShort = !isWaiting;
    const { receiver } = site;
    const isOwn = receiver !== undefined && isMadeAlone(receiver, this.#frame);
    for (const path of body.reads) this.read(this.#atCall(path, site, fn), path.isDeep === true);
    for (const path of body.writes) {
      const value = this.#changedAtCall(path, site, fn);
      if (isShort && value.kind === "path" && isMemo(value.path)) continue;
      // What an object made here has made for itself is nobody else's, unless somebody has put it there.
      if (isOwn && value.kind === "unknown" && path.root.kind === "this" && path.members.length === 1)
        this.guesses.push(site.call);
      else this.write(value, site.call, path.isFilling);
    }
    for (const path of body.contacts) this.#contact(this.#atCall(path, site, fn));
    for (const { path, name } of body.strangers) this.#addStranger(this.#atCall(path, site, fn), name);
  }

  /** Like `#atCall`, for something that is changed. */
  #changedAtCall(path: Path, site: CallSite, fn: FunctionNode): Value {
    if (path.isMember !== true) return this.#atCall(path, site, fn);
    const holder = this.#atCall(pathTo(path.root, path.members.slice(0, -1)), site, fn);
    return holder.kind === "path" ? { kind: "path", path: memberWrite(holder.path, path.members.at(-1)!) } : holder;
  }

  #atCall(path: Path, { receiver, args, call }: CallSite, fn: FunctionNode): Value {
    const { root, members } = path;
    if (root.kind === "argument") {
      const isRest = fn.parameters[root.index]?.dotDotDotToken !== undefined;
      // A function that is handed over gets its arguments from those who call it, known or not.
      if (isRest || (isFunctionNode(call) && args[root.index] === undefined)) return { kind: "unknown" };
      const argument = args[root.index] ?? ({ kind: "fresh", node: undefined } as const);
      return members.reduce<Value>((at, name) => memberOf(at, name, this.#frame), argument);
    }
    const isOwnThis = isFunctionNode(call) || is.isArrowFunction(fn);
    if (root.kind !== "this" || isOwnThis) return { kind: "path", path };
    if (receiver === undefined)
      return is.isNewExpression(call) ? { kind: "fresh", node: undefined } : { kind: "path", path };
    return members.reduce<Value>((at, name) => memberOf(at, name, this.#frame), receiver);
  }
}

/** Of a path that is cut, the whole is changed. */
function memberWrite(holder: Path, member: string): Path {
  const path = pathTo(holder.root, [...holder.members, member]);
  return path.members.length > holder.members.length ? { ...path, isMember: true } : path;
}

function isArrayOfCalls(call: Node): boolean {
  const list = is.isCallExpression(call) && call.arguments[0] ? skipOuter(call.arguments[0]) : undefined;
  return (
    list !== undefined &&
    is.isArrayLiteralExpression(list) &&
    list.elements.every((element) => is.isCallExpression(skipOuter(element)))
  );
}

/**
 * It is awaited here, or whoever gets its value may wait for it: it is returned, or part of an array of promises. By convention
 * nobody has to wait for what ends in `Sync`, also where it has no type.
 */
export function mayWait({ call, name, isAwaited }: CallSite): boolean {
  if (isAwaited || name.endsWith("Sync")) return isAwaited;
  const { parent } = outermost(call);
  return is.isReturnStatement(parent) || is.isArrowFunction(parent) || is.isArrayLiteralExpression(parent);
}

/** `new Blocks()`: of nothing that it was given. */
function isMadeAlone(receiver: Value, frame: Frame): boolean {
  if (receiver.kind !== "fresh" || receiver.node === undefined || !is.isNewExpression(receiver.node)) return false;
  return (receiver.node.arguments ?? []).every((argument) => valueOf(argument, frame).kind === "fresh");
}

/** `tokenCache`, `this.memo`: it can be filled again at any time. */
function isMemo({ root, members }: Path): boolean {
  return [root.kind === "variable" ? root.variable.name : "", ...members].some((name) =>
    /cache|memo(?!ry)/i.test(name),
  );
}

function isIn(inner: FunctionNode, outer: FunctionNode): boolean {
  for (let node: Node | undefined = inner; node !== undefined; node = node.parent) if (node === outer) return true;
  return false;
}

function environment(name: string): Value {
  return { kind: "path", path: outside(name) };
}

/** The file at an argument: a path of its own if it is written out, else any file. */
function file(call: Node, index: number): Value {
  const argument = is.isCallExpression(call) ? call.arguments[index] : undefined;
  const node = argument && skipOuter(argument);
  const isLiteral = node !== undefined && (is.isStringLiteral(node) || is.isNoSubstitutionTemplateLiteral(node));
  const parts = isLiteral ? node.text.split(/[\\/]+/).filter((part) => part !== "" && part !== ".") : [];
  return { kind: "path", path: outside("file system", ...(parts.includes("..") ? [] : parts)) };
}

/** `fetch(url)`, or with options that are written out and whose method is none, GET or HEAD. */
function isReadingRequest(call: Node): boolean {
  if (!is.isCallExpression(call)) return false;
  const options = call.arguments[1] && skipOuter(call.arguments[1]);
  // A request object brings a method of its own.
  const target = call.arguments[0]?.getText() ?? "";
  if (options === undefined) return !/^new Request\b|req(?:uest)?$/i.test(target);
  if (!is.isObjectLiteralExpression(options)) return false;
  return options.properties.every((property) => {
    if (!is.isPropertyAssignment(property))
      return is.isShorthandPropertyAssignment(property) && property.name.getText() !== "method";
    if (property.name.getText().replaceAll(/["']/g, "") !== "method") return !is.isComputedPropertyName(property.name);
    const method = skipOuter(property.initializer);
    return is.isStringLiteral(method) && /^(?:GET|HEAD)$/i.test(method.text);
  });
}
