// Imported for what it does: the engine's process begins to get ready while the rest of the program is read.

import { spawnAhead } from "./spawn-engine.ts";

spawnAhead();
