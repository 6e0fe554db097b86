// What is told of credentials in tests: one that its name and form alone tell, and that stands nowhere else, was most likely made up for the test.
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

export function createCredentialTally(): CredentialTally {
  const tagsOfAnchors = new Map<string, Set<string>>();
  const pathsOfTags = new Map<string, Set<string>>();
  const outside: CredentialTally['outside'] = ({ testFiles }) => {
    const tests = new Set(testFiles);
    return new Set([...pathsOfTags].flatMap(([tag, paths]) => ([...paths].every((path) => tests.has(path)) ? [] : [tag])));
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
      if (failure !== null || testFiles.length === 0) return findings;
      const tests = new Set(testFiles);
      const elsewhere = new Set([...outside({ testFiles }), ...before]);
      return findings.map((finding) => {
        const tags = tests.has(finding.location.path) ? tagsOfAnchors.get(finding.anchor) : undefined;
        return tags !== undefined && ![...tags].some((tag) => elsewhere.has(tag)) ? { ...finding, confidence: 'low' } : finding;
      });
    },
  };
}
