// Findings and fixes in the protocol's words. Pure: which texts the spans belong to is answered by the caller's `Places`.

import { rulePage } from "../config/rule-page.ts";
import { createHash } from "node:crypto";
import { DiagnosticSeverity, DiagnosticTag } from "./protocol.ts";
import type { AnnotatedTextEdit, Diagnostic, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import type { FileReport } from "../analysis/report.ts";
import type { Finding, Severity } from "../rules/finding.ts";
import { groupByFile, sortEdits } from "../text/edit.ts";
import type { Edit } from "../text/edit.ts";
import { CHANGE_ANNOTATIONS, inLanguage } from "./change-annotations.ts";
import type { ClientProfile } from "./client-profile.ts";
import { rangeOf } from "./position-encoding.ts";
import type { EncodedText } from "./position-encoding.ts";

/** The texts and names under which the client knows files. */
export interface Places {
  textOf(file: string): EncodedText;
  uriOf(file: string): string;
  /** Undefined for a file that is not open: whatever the disk holds is right. */
  versionOf(file: string): number | undefined;
}

export const source = "async-insight";

export interface IdentifiedDiagnostics {
  /** Equal for equal diagnostics, whenever and however they were found. */
  readonly resultId: string;
  readonly items: Diagnostic[];
}

export function identifiedDiagnostics(
  report: FileReport,
  places: Places,
  client: ClientProfile,
): IdentifiedDiagnostics {
  const items = report.findings.map((finding) => toDiagnostic(finding, places, client));
  return { resultId: createHash("sha1").update(JSON.stringify(items)).digest("base64url"), items };
}

export function toDiagnostic(finding: Finding, places: Places, client: ClientProfile): Diagnostic {
  const isFaded = finding.isUnnecessary === true && client.showsUnnecessaryCode;
  const hasEvidence = finding.related.length > 0 && client.showsRelatedInformation;
  return {
    range: rangeOf(places.textOf(finding.file), finding.span),
    severity: severities[finding.severity],
    code: finding.rule,
    codeDescription: { href: rulePage(finding.rule) },
    source,
    message: finding.message,
    ...(isFaded ? { tags: [DiagnosticTag.Unnecessary] } : {}),
    ...(hasEvidence
      ? {
          relatedInformation: finding.related.map(({ file, span, message }) => ({
            location: { uri: places.uriOf(file), range: rangeOf(places.textOf(file), span) },
            message,
          })),
        }
      : {}),
  };
}

/**
 * Edits of any number of files, tied to the versions of those that are open where the client understands that.
 * @param isFarReaching people will want to see what which part is for
 */
export function toWorkspaceEdit(
  edits: readonly Edit[],
  places: Places,
  client: ClientProfile,
  isFarReaching = false,
): WorkspaceEdit {
  const isAnnotated = isFarReaching && client.annotatesEdits;
  const byFile = [...groupByFile(edits)].map(([file, inFile]) => {
    const text = places.textOf(file);
    const textEdits = sortEdits(inFile).map(({ span, newText, purpose }): TextEdit | AnnotatedTextEdit => {
      const edit = { range: rangeOf(text, span), newText };
      return isAnnotated && purpose !== undefined ? { ...edit, annotationId: purpose } : edit;
    });
    return { uri: places.uriOf(file), version: places.versionOf(file) ?? null, edits: textEdits };
  });
  if (!client.takesVersionedEdits) {
    return { changes: Object.fromEntries(byFile.map(({ uri, edits: changes }) => [uri, changes])) };
  }
  const documentChanges = byFile.map(({ uri, version, edits: changes }) => ({
    textDocument: { uri, version },
    edits: changes,
  }));
  if (!isAnnotated) return { documentChanges };
  const used = new Set(edits.flatMap(({ purpose }) => purpose ?? []));
  const changeAnnotations = Object.fromEntries(
    [...used].map((purpose) => [purpose, inLanguage(CHANGE_ANNOTATIONS[purpose])]),
  );
  return { documentChanges, changeAnnotations };
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  hint: DiagnosticSeverity.Hint,
  information: DiagnosticSeverity.Information,
  warning: DiagnosticSeverity.Warning,
  error: DiagnosticSeverity.Error,
};
