// docs/rules/ says what the rule files say.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { loadRules, root } from '../../scripts/rule-files.ts';
import { formatPages } from '../../scripts/rule-pages.ts';

const pages = await formatPages(await loadRules());

it.each([...pages])('docs/rules/%s is up to date', (page, text) => {
  expect(readFileSync(path.join(root, 'docs/rules', page), 'utf8')).toBe(text);
});
