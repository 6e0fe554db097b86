// What is told of credentials in tests: one that its name and form alone tell, and that stands nowhere else, was most likely made up for the test.
import type { RawFinding } from '../../../core/documents.ts';
import type { NamedCredential } from '../task.ts';
import type { TreeFlows } from './follow.ts';

/** Where such credentials stand, file by file. */
export interface CredentialTally {
  readonly add: (path: string, named: readonly NamedCredential[]) => void;
  /** Tells at low confidence what stands in these tests alone. */
  readonly settle: (findings: readonly RawFinding[], flows: Pick<TreeFlows, 'testFiles' | 'failure'>) => readonly RawFinding[];
}

export function createCredentialTally(): CredentialTally {
  const tagsOfAnchors = new Map<string, Set<string>>();
  const pathsOfTags = new Map<string, Set<string>>();
  return {
    add: (path, named) => {
      for (const { anchor, tag } of named) {
        tagsOfAnchors.set(anchor, (tagsOfAnchors.get(anchor) ?? new Set()).add(tag));
        pathsOfTags.set(tag, (pathsOfTags.get(tag) ?? new Set()).add(path));
      }
    },
    settle: (findings, { testFiles, failure }) => {
      if (failure !== null || testFiles.length === 0) return findings;
      const tests = new Set(testFiles);
      const elsewhere = new Set([...pathsOfTags].flatMap(([tag, paths]) => ([...paths].every((path) => tests.has(path)) ? [] : [tag])));
      return findings.map((finding) => {
        const tags = tests.has(finding.location.path) ? tagsOfAnchors.get(finding.anchor) : undefined;
        return tags !== undefined && ![...tags].some((tag) => elsewhere.has(tag)) ? { ...finding, confidence: 'low' } : finding;
      });
    },
  };
}
