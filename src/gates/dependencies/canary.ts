// A lockfile of packages that the database in use knows to be vulnerable, scanned beside the real ones: what goes unreported was not matched.
import type { KnownAdvisory, LockfileInput } from '../../core/advisory-scanner.ts';
import type { ScannedPackage } from './scanner-output.ts';

interface CanaryFormat {
  readonly fileName: string;
  readonly write: (known: readonly KnownAdvisory[]) => string;
}

const formats: ReadonlyMap<string, CanaryFormat> = new Map<string, CanaryFormat>([
  ['npm', { fileName: 'package-lock.json', write: writePackageLock }],
  [
    'Go',
    {
      fileName: 'go.mod',
      write: (known) => `module canary\n\ngo 1.21\n\n${lines(known, (one) => `require ${one.package} v${bare(one.version)}`)}`,
    },
  ],
  [
    'crates.io',
    {
      fileName: 'Cargo.lock',
      write: (known) =>
        `version = 3\n\n${lines(known, (one) => `[[package]]\nname = "${one.package}"\nversion = "${one.version}"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n`)}`,
    },
  ],
  ['PyPI', { fileName: 'requirements.txt', write: (known) => lines(known, (one) => `${one.package}==${one.version}`) }],
  [
    'RubyGems',
    {
      fileName: 'Gemfile.lock',
      write: (known) => `GEM\n  remote: https://rubygems.org/\n  specs:\n${lines(known, (one) => `    ${one.package} (${one.version})`)}`,
    },
  ],
  [
    'Packagist',
    {
      fileName: 'composer.lock',
      write: (known) => JSON.stringify({ packages: known.map((one) => ({ name: one.package, version: one.version })) }),
    },
  ],
]);

/** The canary of an ecosystem, under `key`. Throws for an ecosystem that no lockfile kind names. */
export function canaryLockfile(ecosystem: string, known: readonly KnownAdvisory[], key: string): LockfileInput {
  const format = formats.get(ecosystem);
  if (format === undefined) throw new Error(`no canary for ${ecosystem}`);
  return { key, fileName: format.fileName, bytes: new TextEncoder().encode(format.write(known)) };
}

/** The advisories that the scanner should have reported and did not. */
export function unreportedAdvisories(known: readonly KnownAdvisory[], scanned: readonly ScannedPackage[]): readonly KnownAdvisory[] {
  const reported = new Set(scanned.flatMap((one) => one.advisories.map((advisory) => advisory.id)));
  return known.filter((one) => !reported.has(one.id));
}

function writePackageLock(known: readonly KnownAdvisory[]): string {
  // A folder each: two of them may be versions of one package.
  const packages = known.map(
    (one, index) => [`node_modules/canary-${String(index)}/node_modules/${one.package}`, { version: one.version }] as const,
  );
  return JSON.stringify({ name: 'canary', lockfileVersion: 3, packages: Object.fromEntries(packages) });
}

function lines(known: readonly KnownAdvisory[], write: (one: KnownAdvisory) => string): string {
  return known.map((one) => `${write(one)}\n`).join('');
}

function bare(version: string): string {
  return version.replace(/^v/, '');
}
