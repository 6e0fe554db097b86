// A release over a real repository: main with its checklist, config and signers, a branch from it, and people with keys who sign for it.
import path from 'node:path';
import type { ChecklistEntry, ChecklistItemState, Report } from '../../src/core/documents.ts';
import { makeKey, signerLine, type TestKey } from '../attestation/keys.ts';
import { mcgate } from './cli.ts';
import { makeFolder, makeRepository, type Files, type TestRepository } from './git-repository.ts';
import type { Environment } from './github-event.ts';
import { blocking, reasonsOf } from './judgement.ts';
import { makeSignOff, type SignOffParts } from './sign-offs.ts';

/** The author and committer of all commits is ann@example.org, unless a test says otherwise. */
export const config = `release: { branches: ["release/*"] }
people:
  - { login: ann, emails: [ann@example.org], principals: [ann@example.org] }
  - { login: bob, emails: [bob@example.org], principals: [bob@example.org, bob-yubikey] }
  - { login: cleo, emails: [cleo@example.org, cleo@home.example], principals: [cleo@example.org] }
`;
export const review: ChecklistEntry = { id: 'review', title: 'Reviewed', phase: 'code-review', evidence: 'sign-off' };
/** Eve's is the only one that main does not name. */
export const keys = { ann: makeKey(), bob: makeKey(), bobYubikey: makeKey(), cleo: makeKey('-t', 'ecdsa', '-b', '256'), eve: makeKey() };
export const allowed = [
  signerLine('ann@example.org', keys.ann),
  signerLine('bob@example.org', keys.bob),
  signerLine('bob-yubikey', keys.bobYubikey),
  signerLine('cleo@example.org', keys.cleo),
].join('');

/** Arguments that keep a check to the checklist. */
export const only = ['--gate', 'checklist'];

export interface Signing extends SignOffParts {
  /** Default: `review`. */
  readonly entry?: ChecklistEntry;
}

export interface ReleaseAnswer {
  readonly verdict: string;
  readonly code: number | null;
  /** What the gate says of its first item. */
  readonly item: ChecklistItemState;
  /** `<id> <status>` of all. */
  readonly items: readonly string[];
  readonly blocking: readonly string[];
  /** Codes. */
  readonly reasons: readonly string[];
  /** Why approvals do not count. */
  readonly refusals: readonly string[];
}

export interface Release extends TestRepository {
  /** Signs what is checked out, for main, and commits the file; its path. */
  readonly signOff: (by: TestKey | readonly TestKey[], parts?: Signing) => Promise<string>;
  readonly check: (args: readonly string[], env?: Environment) => Promise<ReleaseAnswer>;
  /** The checklist alone, for main. */
  readonly checkRelease: (env?: Environment) => Promise<ReleaseAnswer>;
  /** Commits what is in the index, as a commit's object says it. */
  readonly commitAs: (author: string, committer: string) => void;
}

export function checklistOf(...items: readonly ChecklistEntry[]): Files {
  return { '.mcgate/checklist.yaml': JSON.stringify({ items }) };
}

/** main with `files`, and the branch `feature` with one commit more, which is checked out. */
export function makeRelease(files: Files = {}, change: Files = { 'new.js': '2;\n' }, message = 'change'): Release {
  const tip = { 'a.js': '1;\n', '.mcgate/config.yaml': config, '.mcgate/allowed_signers': allowed, ...checklistOf(review), ...files };
  const repository = makeRepository({ commits: [tip] });
  const { git, commit, root } = repository;
  git('remote', 'add', 'origin', 'git@github.com:Acme/Shop.git');
  git('checkout', '-q', '-b', 'feature');
  commit(change, message);
  const check: Release['check'] = async (args, env = {}) =>
    answerOf(await mcgate(['check', '--format', 'json', ...args], { cwd: root, env }));
  return {
    ...repository,
    check,
    checkRelease: (env) => check([...only, '--base', 'main', '--release'], env),
    signOff: async (by, { entry = review, ...parts } = {}) => {
      const place = { repository: 'acme/shop', target: 'refs/heads/main', ...parts };
      const file = await makeSignOff(repository, entry, [by].flat(), place);
      commit({ [file.path]: file.text }, 'sign-off');
      return file.path;
    },
    commitAs: (author, committer) => {
      const head = `tree ${git('write-tree')}\nparent ${git('rev-parse', 'HEAD')}\n`;
      const folder = makeFolder({ commit: `${head}author A <${author}> 1 +0000\ncommitter C <${committer}> 1 +0000\n\nx\n` });
      git('reset', '-q', '--hard', git('hash-object', '-t', 'commit', '-w', path.join(folder, 'commit')));
    },
  };
}

function answerOf({ code, stdout }: { readonly code: number | null; readonly stdout: string }): ReleaseAnswer {
  const report = JSON.parse(stdout) as Report;
  const items = report.gates.find(({ id }) => id === 'checklist')?.coverage?.items ?? [];
  return {
    ...{ verdict: report.verdict, code, blocking: blocking(report) },
    item: items[0] ?? {
      id: '',
      title: '',
      phase: 'code-review',
      evidence: 'sign-off',
      status: 'not-asked',
      by: [],
      until: null,
      detail: '',
      attestations: [],
    },
    items: items.map(({ id, status }) => `${id} ${status}`),
    refusals: report.notices.filter((notice) => notice.code === 'approval-refused').map(({ message }) => message),
    reasons: reasonsOf(report, 'checklist').map((reason) => reason.code),
  };
}
