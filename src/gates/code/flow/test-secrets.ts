// What is told of credentials in tests: one that no service issued, and that stands nowhere else, was most likely made up for the test.
import { isInTestFolder } from '../../../analysis/link/test-folders.ts';
import type { RawFinding } from '../../../core/documents.ts';
import type { NamedCredential } from '../task.ts';
import type { TreeFlows } from './follow.ts';

/** Where such credentials stand, file by file. */
export interface CredentialTally {
  readonly add: (path: string, named: readonly NamedCredential[]) => void;
  /** Tags of what stands in a file that is none of these tests. */
  readonly outside: (flows: Pick<TreeFlows, 'testFiles'>) => ReadonlySet<string>;
  /** Tells at low confidence what stands in these tests alone. `before`: tags of what stood outside of tests before the change. */
  readonly settle: (
    findings: readonly RawFinding[],
    flows: Pick<TreeFlows, 'testFiles' | 'failure'>,
    before: ReadonlySet<string>,
  ) => readonly RawFinding[];
}

/** Files that hold nothing but keys. Settings of tests are none: they may open what the tests run against. */
const keyFile = /\/[^/]+\.(?:pem|key|p8|pk8|asc|gpg|pgp)$/iu;

function testsAmong(testFiles: readonly string[]): (path: string) => boolean {
  const tests = new Set(testFiles);
  return (path) => tests.has(path) || (keyFile.test(path) && isInTestFolder(path));
}

export function createCredentialTally(): CredentialTally {
  const tagsOfAnchors = new Map<string, Set<string>>();
  const pathsOfTags = new Map<string, Set<string>>();
  const outside: CredentialTally['outside'] = ({ testFiles }) => {
    const isTest = testsAmong(testFiles);
    return new Set([...pathsOfTags].flatMap(([tag, paths]) => ([...paths].every(isTest) ? [] : [tag])));
  };
  return {
    outside,
    add: (path, named) => {
      for (const { anchor, tag } of named) {
        tagsOfAnchors.set(anchor, (tagsOfAnchors.get(anchor) ?? new Set()).add(tag));
        pathsOfTags.set(tag, (pathsOfTags.get(tag) ?? new Set()).add(path));
      }
    },
    settle: (findings, { testFiles, failure }, before) => {
      if (failure !== null) return findings;
      const isTest = testsAmong(testFiles);
      const elsewhere = new Set([...outside({ testFiles }), ...before]);
      return findings.map((finding) => {
        const tags = isTest(finding.location.path) ? tagsOfAnchors.get(finding.anchor) : undefined;
        return tags !== undefined && ![...tags].some((tag) => elsewhere.has(tag)) ? { ...finding, confidence: 'low' } : finding;
      });
    },
  };
}
