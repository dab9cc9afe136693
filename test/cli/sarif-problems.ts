// What the SARIF 2.1.0 specification requires of the properties that we write, checked by hand: its JSON schema is in no
// package that we would want to depend on.

type Json = Record<string, unknown>;

/** Each violated requirement with where it is; empty for a valid log. */
export function sarifProblems(log: unknown): string[] {
  const problems: string[] = [];
  const require = (isFulfilled: boolean, what: string): void => {
    if (!isFulfilled) problems.push(what);
  };
  const onlyKnown = (value: Json, known: readonly string[], at: string): void =>
    require(Object.keys(value).every((key) =>
      known.includes(key),
    ), `${at}: unknown property in ${Object.keys(value).join()}`);
  const levels = new Set(["none", "note", "warning", "error"]);

  const message = (value: unknown, at: string): void =>
    require(typeof object(value).text === "string" && object(value).text !== "", `${at}: message without text`);
  const region = (value: unknown, at: string): void => {
    const { startLine, startColumn, endLine, endColumn } = object(value);
    const numbers = [startLine, startColumn, endLine, endColumn];
    require(numbers.every((number) => Number.isInteger(number) && Number(number) >= 1), `${at}: not 1-based`);
    const isForward = Number(startLine) < Number(endLine) || Number(startColumn) <= Number(endColumn);
    require(Number(startLine) <= Number(endLine) && isForward, `${at}: ends before it starts`);
    onlyKnown(object(value), ["startLine", "startColumn", "endLine", "endColumn"], at);
  };
  const root = object(log);
  onlyKnown(root, ["$schema", "version", "runs"], "log");
  require(root.version === "2.1.0", "log: version");
  require(URL.canParse(String(root.$schema)), "log: $schema is no URI");
  require(objects(root.runs).length === 1, "log: runs");

  for (const run of objects(root.runs)) {
    onlyKnown(run, ["tool", "columnKind", "originalUriBaseIds", "invocations", "results"], "run");
    const bases = object(run.originalUriBaseIds);
    for (const [name, base] of Object.entries(bases)) {
      const { uri } = object(base);
      require(URL.canParse(String(uri)) && String(uri).endsWith("/"), `base ${name}: must be an absolute folder URI`);
    }
    const artifact = (value: unknown, at: string): void => {
      const { uri, uriBaseId } = object(value);
      const isRelative = typeof uriBaseId === "string";
      require(!isRelative || Object.hasOwn(bases, uriBaseId), `${at}: unknown uriBaseId`);
      const isUri = isRelative ? URL.canParse(String(uri), "file:///x/") : URL.canParse(String(uri));
      require(isUri && /^[\x21-\x7e]+$/.test(String(uri)), `${at}: no URI: ${String(uri)}`);
      require(!isRelative || !/^(\/|[a-z]+:)/i.test(String(uri)), `${at}: must be relative`);
    };
    const location = (value: Json, at: string): void => {
      const physical = object(value.physicalLocation);
      artifact(physical.artifactLocation, at);
      region(physical.region, at);
    };

    require(run.columnKind === "utf16CodeUnits", "run: columnKind");
    const driver = object(object(run.tool).driver);
    require(typeof driver.name === "string" && driver.name !== "", "driver: name");
    require(/^\d+\.\d+\.\d+/.test(String(driver.semanticVersion)), "driver: semanticVersion");
    const rules = objects(driver.rules);
    require(new Set(rules.map((rule) => rule.id)).size === rules.length, "driver: rule ids must be unique");
    for (const rule of rules) {
      const at = `rule ${String(rule.id)}`;
      message(rule.shortDescription, at);
      require(URL.canParse(String(rule.helpUri)), `${at}: helpUri`);
      require(levels.has(String(object(rule.defaultConfiguration).level)), `${at}: level`);
    }
    for (const invocation of objects(run.invocations)) {
      require(typeof invocation.executionSuccessful === "boolean", "invocation: executionSuccessful");
      for (const notification of objects(invocation.toolExecutionNotifications))
        message(notification.message, "notification");
    }
    require(Array.isArray(run.results), "run: results must be present, also when empty");
    for (const [index, result] of objects(run.results).entries()) {
      const at = `result ${index}`;
      message(result.message, at);
      require(levels.has(String(result.level)), `${at}: level`);
      require(rules[Number(result.ruleIndex)]?.id === result.ruleId, `${at}: ruleIndex and ruleId disagree`);
      require(objects(result.locations).length === 1, `${at}: locations`);
      for (const each of objects(result.locations)) location(each, at);
      const related = objects(result.relatedLocations);
      for (const each of related) {
        location(each, `${at} related`);
        message(each.message, `${at} related`);
      }
      require(new Set(related.map((each) => each.id)).size === related.length, `${at}: ids of related locations`);
      const prints = Object.values(object(result.partialFingerprints));
      require(prints.length > 0 && prints.every((print) => typeof print === "string"), `${at}: partialFingerprints`);
      for (const fix of objects(result.fixes)) {
        message(fix.description, `${at} fix`);
        require(objects(fix.artifactChanges).length > 0, `${at} fix: artifactChanges`);
        for (const change of objects(fix.artifactChanges)) {
          artifact(change.artifactLocation, `${at} fix`);
          require(objects(change.replacements).length > 0, `${at} fix: replacements`);
          for (const each of objects(change.replacements)) region(each.deletedRegion, `${at} fix`);
        }
      }
    }
  }
  return problems;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function objects(value: unknown): Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

function object(value: unknown): Json {
  return isObject(value) ? value : {};
}
