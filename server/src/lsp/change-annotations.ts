// Edits with a word about what they mean: editors show it in the preview of a change, and ask first where it says so.

import type { ChangeAnnotation, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import type { ClientProfile } from "./client-profile.ts";

/** The edit with one annotation for all its changes; as it is for clients that show none. */
export function annotated(edit: WorkspaceEdit, annotation: ChangeAnnotation, client: ClientProfile): WorkspaceEdit {
  if (!client.showsChangeAnnotations || edit.documentChanges === undefined) return edit;
  const annotationId = annotation.label;
  return {
    documentChanges: edit.documentChanges.map((change) => {
      if (!("edits" in change)) return change;
      const edits = (change.edits as TextEdit[]).map((each) => ({ ...each, annotationId }));
      return { ...change, edits };
    }),
    changeAnnotations: { [annotationId]: annotation },
  };
}
