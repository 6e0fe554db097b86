// Who is measured, and how each is called and its findings counted.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Command, Run } from './cost.ts';
import type { Workspace } from './workspace.ts';

const root = path.resolve(import.meta.dirname, '../../..');
const require = createRequire(import.meta.url);

/** One way to be called. */
export interface Contender {
  readonly name: string;
  readonly command: (workspace: Pick<Workspace, 'root' | 'files'>) => Command;
  /** How many findings an answer holds. Throws where it is none: what failed early must not look fast. */
  readonly findings: (run: Run) => number;
}

interface McgateReport {
  readonly gates: readonly { readonly id: string; readonly reasons: readonly { readonly code: string; readonly message: string }[] }[];
  readonly findings: readonly unknown[];
}

/** The built command, as a user calls it. Its cache lies in `cache`. */
export function mcgate(cache: string, name: string, ...flags: readonly string[]): Contender {
  return {
    name,
    command: ({ root: cwd }) => ({
      argv: [process.execPath, path.join(root, 'bin/mcgate.cjs'), 'check', '--gate', 'code', '--format', 'json', ...flags],
      cwd,
      env: { XDG_CACHE_HOME: cache },
    }),
    findings: (run) => {
      const { gates, findings } = JSON.parse(run.stdout) as McgateReport;
      // Repositories hold files that are broken on purpose; what else goes wrong must not pass for speed.
      const failed = gates.find(({ id }) => id === 'code')?.reasons.find(({ code }) => code !== 'unparsable-file');
      if (failed !== undefined) throw new Error(`mcgate could not answer: ${failed.message}`);
      return findings.length;
    },
  };
}

export function emptyCache(cache: string): void {
  rmSync(cache, { recursive: true, force: true });
  mkdirSync(cache, { recursive: true, mode: 0o700 });
}

/** ESLint with typescript-eslint's parser and the recommended rules of eslint-plugin-security; its configuration is written to `folder`. */
export function eslint(folder: string): Contender {
  const config = path.join(folder, 'eslint.config.mjs');
  writeFileSync(
    config,
    `import { parser } from ${JSON.stringify(import.meta.resolve('typescript-eslint'))};
import security from ${JSON.stringify(import.meta.resolve('eslint-plugin-security'))};
export default [{
  files: ['**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}'],
  languageOptions: { parser, parserOptions: { ecmaFeatures: { jsx: true } } },
  linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
  plugins: { security },
  rules: security.configs.recommended.rules,
}];
`,
  );
  const bin = path.join(path.dirname(require.resolve('eslint/package.json')), 'bin/eslint.js');
  return {
    name: 'ESLint',
    command: ({ root: cwd, files }) => ({
      argv: [process.execPath, bin, '--no-config-lookup', '-c', config, '--no-ignore', '--no-warn-ignored', '-f', 'json', ...files],
      cwd,
    }),
    findings: (run) => {
      const results = JSON.parse(run.stdout) as readonly { readonly messages: readonly { readonly fatal?: boolean }[] }[];
      return results.reduce((sum, { messages }) => sum + messages.filter(({ fatal }) => fatal !== true).length, 0);
    },
  };
}

/** semgrep with the rules of a folder, on as many processes as it likes. */
export function semgrep(program: string, rules: readonly string[]): Contender {
  return {
    name: 'semgrep',
    command: ({ root: cwd }) => ({
      argv: [
        program,
        ...['scan', '--json', '--quiet', '--metrics=off', '--disable-version-check', '--no-git-ignore'],
        ...rules.flatMap((folder) => ['--config', folder]),
        '.',
      ],
      cwd,
      env: { PATH: `${path.dirname(program)}:${process.env['PATH'] ?? ''}` },
    }),
    findings: (run) => (JSON.parse(run.stdout) as { readonly results: readonly unknown[] }).results.length,
  };
}
