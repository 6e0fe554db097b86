// Starts a rule of the code gate: its file, and a failing and a passing case. Usage: node scripts/new-rule.ts code/<name>
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { root } from './rule-files.ts';

const id = process.argv[2] ?? '';
const name = /^code\/([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(id)?.[1];

function ruleText(): string {
  return `// Say in one line what the rule looks for.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: '${id}',
  title: '',
  rationale: '',
  remediation: '',
  severity: 'medium',
  confidence: 'medium',
  blocks: true,
  cwe: [],
  references: [],
  examples: {
    bad: [],
    good: [],
  },
  match: inspectCalls((call, file) => (calleeOf(call, file) === 'module.member' ? 'Say what is wrong here, in one sentence.' : null)),
});
`;
}

async function create(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(path.join(root, file)), { recursive: true });
  await writeFile(path.join(root, file), text, { flag: 'wx' });
  process.stdout.write(`${file}\n`);
}

if (name === undefined) {
  process.stderr.write('usage: npm run new:rule -- code/<kebab-case-name>\n');
  process.exitCode = 2;
} else {
  await create(`rules/${id}.ts`, ruleText());
  await create(`fixtures/${id}/reported/example.ts`, '');
  await create(`fixtures/${id}/not-reported/example.ts`, '');
  process.stdout.write('Fill these in, then: UPDATE_FIXTURES=1 npx vitest run test/rules && npm run docs:rules\n');
}
