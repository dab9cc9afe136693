// The language server's entry point: wiring only. `--stdio` or `--node-ipc` on the command line chooses how it is spoken
// to; everything else is in lsp/.

// oxlint-disable-next-line import/no-unassigned-import -- imported before anything else, for what it does
import "./typescript/start-ahead.ts";
import { createConnection, ProposedFeatures } from "./lsp/protocol.ts";
import { serve } from "./lsp/server.ts";

const connection = createConnection(ProposedFeatures.all);
serve(connection);
connection.listen();

// Over IPC nothing ends when the client dies, unlike standard input. The engine ends with the process that started it.
process.on("disconnect", () => process.exit(1));
