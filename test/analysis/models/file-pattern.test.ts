import fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesFile } from '../../../src/analysis/models/file-pattern.ts';

test.each([
  ['**/app/**/route', 'app/route.ts', true],
  ['**/app/**/route', 'app/users/[id]/(group)/route.js', true],
  ['**/app/**/route', 'web/src/app/users/route.mts', true],
  ['**/app/**/route', 'app/users/routes.ts', false],
  ['**/app/**/route', 'apple/route.ts', false],
  ['**/app/**/route', 'users/route.ts', false],
  ['**/app/**/route', 'app/users/route.test.ts', false],
  ['**/app/**/route', 'app/users/route', false],
  ['**/app/**/route', 'app/users/route.css', false],
  ['**/routes/**/+page.server', 'src/routes/a/+page.server.ts', true],
  ['**/routes/**/+page.server', 'src/routes/a/+page.ts', false],
  ['**/pages/api/**', 'pages/api/a/b.tsx', true],
  ['**/pages/api/**', 'pages/api.ts', true],
  ['**/pages/api/**', 'pages/apis/a.ts', false],
  ['middleware', 'middleware.ts', true],
  ['middleware', 'src/middleware.ts', false],
  ['a/*.controller', 'a/users.controller.ts', true],
  ['a/*.controller', 'a/b/users.controller.ts', false],
  ['a/u*r*s', 'a/users.ts', true],
  ['a/u*r*s', 'a/userx.ts', false],
  ['*', 'a.js', true],
])('%s means %s: %s', (pattern, path, expected) => {
  expect(matchesFile(pattern, path)).toBe(expected);
});

test('means what the regular expression of the same pattern does', () => {
  const name = fc
    .array(fc.constantFrom('a', 'b', '*'), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join('').replaceAll(/\*+/gu, '*'));
  const pattern = fc.array(fc.oneof(name, fc.constant('**')), { minLength: 1, maxLength: 5 });
  const path = fc.array(fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(pattern, path, (patternParts, pathParts) => {
      // Each name has its slash behind it, so that folders are whole.
      const written = patternParts.map((part) => (part === '**' ? '(?:[^/]+/)*' : `${part.replaceAll('*', '[^/]*')}/`)).join('');
      const names = pathParts.map((letters) => letters.join('')).join('/');
      expect(matchesFile(patternParts.join('/'), `${names}.ts`)).toBe(new RegExp(`^${written}$`, 'u').test(`${names}/`));
    }),
    { numRuns: 2000 },
  );
});

test('many stars take no time', () => {
  const path = `${'a'.repeat(2000)}/`.repeat(500);
  expect(matchesFile(`${'**/*a*a*a*b/'.repeat(15)}x`, `${path}x.ts`)).toBe(false);
});
