// What edits are there for, so that editors can show it in a preview: those of a change that reaches far kind by kind, those
// of a refactoring with a word about what it means.
//
// No kind asks to be confirmed by itself. Editors leave out what is not confirmed, and each of these kinds without the others
// is broken code (docs/decisions/0008-a-change-is-reviewed-as-a-whole.md).

import type { ChangeAnnotation, TextEdit, WorkspaceEdit } from "vscode-languageserver/node";
import type { EditPurpose } from "../text/edit.ts";
import type { ClientProfile } from "./client-profile.ts";

export const CHANGE_ANNOTATIONS: Readonly<Record<EditPurpose, ChangeAnnotation>> = {
  async: {
    label: "Becomes asynchronous",
    needsConfirmation: false,
    description: "the function returns a promise and may wait",
  },
  type: {
    label: "Returns a promise",
    needsConfirmation: false,
    description: "what is declared about the function says so",
  },
  await: {
    label: "Awaits the result",
    needsConfirmation: false,
    description: "other work goes on meanwhile, and things may have changed when it comes",
  },
  call: {
    label: "Calls what does not block",
    needsConfirmation: false,
    description: "the asynchronous counterpart with the same arguments",
  },
  import: { label: "Imports", needsConfirmation: false, description: "what is called now, and no longer what was" },
};

/** The edit with one annotation for all its changes; as it is for clients that show none. */
export function annotated(edit: WorkspaceEdit, annotation: ChangeAnnotation, client: ClientProfile): WorkspaceEdit {
  if (!client.annotatesEdits || edit.documentChanges === undefined) return edit;
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
