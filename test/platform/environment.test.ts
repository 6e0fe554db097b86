import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { childEnvironment, contains, trustedSearchPath } from '../../src/platform/environment.ts';
import { printable } from '../../src/platform/printable.ts';

const realPath = (): null => null;
const linux = { platform: 'linux', realPath } as const;

describe('childEnvironment', () => {
  it('passes nothing but what is listed', () => {
    const listed =
      /^(?:HOME|TMPDIR|LANG|LC_ALL|LC_CTYPE|TZ|NO_COLOR|PATH|MCGATE_CACHE_DIR|MCGATE_OSV_.*|XDG_(?:(?:CACHE|CONFIG|DATA|STATE)_HOME|(?:CONFIG|DATA)_DIRS|RUNTIME_DIR))$/s;
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('GITHUB_TOKEN', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'npm_config_x', 'NODE_OPTIONS', 'INPUT_TOKEN', 'HOME', 'LANG'),
      fc.string().map((tail) => `MCGATE_OSV_${tail}`),
      fc.string().map((tail) => `HOME${tail}`),
    );
    fc.assert(
      fc.property(fc.dictionary(name, fc.string()), (source) => {
        const result = childEnvironment(source, linux);
        for (const [key, value] of Object.entries(result)) {
          expect(key).toMatch(listed);
          if (key !== 'PATH') expect(value).toBe(source[key]);
        }
      }),
    );
  });

  it.each([
    'GITHUB_TOKEN',
    'GH_TOKEN',
    'NODE_OPTIONS',
    'NODE_EXTRA_CA_CERTS',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'GIT_DIR',
    'HTTPS_PROXY',
  ])('leaves out %s', (name) => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(Object.keys(childEnvironment({ [name]: 'x', [name.toLowerCase()]: 'x' }, { platform, realPath }))).not.toContain(name);
    }
  });

  it('always sets a PATH', () => {
    expect(childEnvironment({}, linux)).toEqual({ PATH: '/usr/bin:/bin' });
    expect(childEnvironment({ PATH: '.:' }, linux)).toEqual({ PATH: '/usr/bin:/bin' });
  });

  it('compares names without case on Windows, and keeps the current folder out of the search', () => {
    const source = { Path: 'C:\\bin;.;\\tools;D:relative;\\\\server\\share', SystemRoot: 'C:\\Windows', github_token: 'x', Temp: 'C:\\t' };
    expect(childEnvironment(source, { platform: 'win32', realPath })).toEqual({
      PATH: 'C:\\bin;\\\\server\\share',
      SystemRoot: 'C:\\Windows',
      Temp: 'C:\\t',
      NoDefaultCurrentDirectoryInExePath: '1',
    });
  });
});

describe('trustedSearchPath', () => {
  it('keeps absolute folders outside the untrusted ones, in order', () => {
    const segment = fc.constantFrom('a', 'b', '..', '.', 'node_modules', 'repo', 'bin', '');
    const folder = fc.tuple(fc.constantFrom('/', ''), fc.array(segment, { maxLength: 6 })).map(([root, rest]) => root + rest.join('/'));
    fc.assert(
      fc.property(fc.array(folder, { maxLength: 8 }), (entries) => {
        const kept = trustedSearchPath(entries.join(':'), { ...linux, untrusted: ['/a/repo'] })
          .split(':')
          .filter((entry) => entry !== '');
        for (const entry of kept) {
          expect(path.posix.isAbsolute(entry)).toBe(true);
          expect(`${path.posix.normalize(entry)}/`).not.toMatch(/^\/a\/repo\/|\/node_modules\//);
        }
        expect(kept).toEqual([...new Set(entries)].filter((entry) => kept.includes(entry)));
      }),
    );
  });

  it('sees through links, of an entry and of the untrusted folder', () => {
    const links: Readonly<Record<string, string>> = { '/link': '/repo/bin', '/alias': '/repo' };
    const options = { platform: 'linux', realPath: (folder: string) => links[folder] ?? folder } as const;
    expect(trustedSearchPath('/link:/usr/bin', { ...options, untrusted: ['/repo'] })).toBe('/usr/bin');
    expect(trustedSearchPath('/repo/bin:/usr/bin', { ...options, untrusted: ['/alias'] })).toBe('/usr/bin');
  });
});

describe('contains', () => {
  it.each([
    ['/a', '/a', true],
    ['/a', '/a/b', true],
    ['/a', '/a/..b', true],
    ['/a', '/ab', false],
    ['/a/b', '/a', false],
    ['/', '/a', true],
  ])('%s, %s: %s', (outer, inner, expected) => {
    expect(contains(outer, inner, path.posix)).toBe(expected);
  });
});

describe('printable', () => {
  it('is one bounded line without control characters, whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const line = printable(text, 50);
        expect(Array.from(line).length).toBeLessThanOrEqual(50);
        expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
      }),
    );
  });

  it('leaves ordinary text as it is', () => {
    expect(printable('größer als 5 € 🙂')).toBe('größer als 5 € 🙂');
  });
});
