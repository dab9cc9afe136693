// The settings of files as the client has them: pulled per resource, cached until it says that something changed. What
// they mean is in config/settings.ts.

import type { Connection } from "vscode-languageserver/node";
import { parseSettings } from "../config/settings.ts";
import type { Settings } from "../config/settings.ts";
import type { ClientProfile } from "./client-profile.ts";

const section = "asyncInsight";

export interface ConfigurationOptions {
  readonly connection: Connection;
  readonly client: ClientProfile;
  /** Given at start by clients that cannot be asked: what stands under `asyncInsight`. */
  readonly initial: unknown;
  /** Told of settings that mean nothing, or that the client does not tell: once of each, whatever folders say so. */
  readonly onProblem: (problem: string) => void;
}

export class Configuration {
  readonly #options: ConfigurationOptions;
  #initial: unknown;
  #cache = new Map<string | undefined, Promise<Settings>>();
  readonly #told = new Set<string>();

  constructor(options: ConfigurationOptions) {
    this.#options = options;
    this.#initial = options.initial;
  }

  /**
   * The settings for a document or folder; for undefined, those of the whole window. Never rejects: a client that fails
   * to answer gets the defaults.
   */
  settingsFor(scopeUri: string | undefined): Promise<Settings> {
    const scope = this.#options.client.answersConfiguration ? scopeUri : undefined;
    let settings = this.#cache.get(scope);
    if (settings === undefined) {
      settings = this.#pull(scope);
      this.#cache.set(scope, settings);
    }
    return settings;
  }

  /** Drops what belongs to one document, when it closes. */
  forget(scopeUri: string): void {
    this.#cache.delete(scopeUri);
  }

  /** @param pushed the settings themselves, from a client that cannot be asked; anything else is not looked at */
  changed(pushed: unknown): void {
    this.#cache = new Map();
    const group = isRecord(pushed) ? pushed[section] : undefined;
    if (!this.#options.client.answersConfiguration && group !== undefined) this.#initial = group;
  }

  async #pull(scopeUri: string | undefined): Promise<Settings> {
    const { settings, problems } = parseSettings(await this.#raw(scopeUri));
    for (const problem of problems) this.#tell(problem);
    return settings;
  }

  #tell(problem: string): void {
    if (this.#told.has(problem)) return;
    this.#told.add(problem);
    this.#options.onProblem(problem);
  }

  async #raw(scopeUri: string | undefined): Promise<unknown> {
    const { client, connection } = this.#options;
    if (!client.answersConfiguration) return this.#initial;
    const item = scopeUri === undefined ? { section } : { section, scopeUri };
    try {
      return await connection.workspace.getConfiguration(item);
    } catch (error) {
      this.#tell(`the editor did not tell its settings, so the defaults are in force (${String(error)})`);
      return undefined;
    }
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
