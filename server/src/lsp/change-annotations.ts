// What the edits of a change that reaches far are there for, so that editors can show them kind by kind in a preview.
//
// None asks to be confirmed by itself. Editors leave out what is not confirmed, and each of these kinds without the others
// is broken code (docs/decisions/0008-a-change-is-reviewed-as-a-whole.md).

import type { ChangeAnnotation } from "vscode-languageserver/node";
import type { EditPurpose } from "../text/edit.ts";

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
