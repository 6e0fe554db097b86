// The policy's property tests with more than a million cases: a hundred times those of the normal run, the same ones first.
import { spawn } from 'node:child_process';

const child = spawn(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', 'test/policy/properties', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, MCGATE_LONG: process.env['MCGATE_LONG'] ?? '100' },
});
child.on('close', (code) => {
  process.exitCode = code ?? 1;
});
