// Loads the bundle. Should that fail, no gate has looked: exit code 2, never Node's 1, which would read as a verdict.
'use strict';

import('../dist/cli/main.js').catch((error) => {
  process.stderr.write(`mcgate could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
