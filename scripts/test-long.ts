// The property tests with a hundred times the cases of the normal run, the same ones first; those of the policy are more than a million.
import { spawn } from 'node:child_process';

const tests = ['test/policy/properties', 'test/gates/code/flow/changed-files.property.test.ts'];
const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...tests, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, MCGATE_LONG: process.env['MCGATE_LONG'] ?? '100' },
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
