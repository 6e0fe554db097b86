// Asks GitHub's REST API what protects a branch: rulesets, branch protection, and what tokens of Actions may do. It only reads.
// What a token may not see is an answer of its own kind, so that it is never taken for "there is none".
import { McgateError } from '../core/error.ts';
import {
  createGithubClient,
  ownerAndRepo,
  type GithubAccess,
  type GithubClient,
  type GithubOptions,
  type Parameters,
  type Unanswered,
} from './github-client.ts';
import {
  readBranch,
  readClassic,
  readForks,
  readImmutable,
  readRepository,
  readRules,
  readRuleset,
  readTokens,
  type BranchOverview,
  type BranchRules,
  type ClassicProtection,
  type Ruleset,
} from './github-protection-answers.ts';

/** What GitHub said, or why nobody could look. */
export type Looked<T> = { readonly seen: true; readonly value: T } | { readonly seen: false; readonly why: string };

export interface Protection {
  readonly repositoryId: number;
  readonly branch: string;
  /** Newest commit of the branch. */
  readonly tip: Looked<string>;
  readonly rules: Looked<readonly BranchRules[]>;
  /** By id. */
  readonly rulesets: ReadonlyMap<number, Looked<Ruleset>>;
  /** `value` null: the branch has none. */
  readonly classic: Looked<ClassicProtection | null>;
  readonly workflowTokens: Looked<{ readonly writeByDefault: boolean; readonly mayApprove: boolean }>;
  /** Whether workflows of pull requests from forks get a token that may write, or secrets. Asked of private repositories alone: no other can. */
  readonly forksMayWrite: Looked<boolean>;
  readonly immutableReleases: Looked<boolean>;
}

/** More than GitHub lets apply to a branch. */
const mostRulesets = 100;

/** Asks about the default branch. Throws McgateError `unreadable` where the repository itself cannot be seen; what else cannot is told in place. */
export async function askProtection(access: GithubAccess, repository: string, options: GithubOptions): Promise<Protection> {
  const client = createGithubClient(access, options);
  const place = ownerAndRepo(repository);
  const whole = await look(client, 'GET /repos/{owner}/{repo}', place, readRepository);
  if (!whole.seen)
    throw new McgateError('unreadable', `${repository} could not be seen: ${whole.why}`, {
      remedy: 'Check the name, and what the token may read.',
    });
  const { id, branch, isPrivate } = whole.value;
  const at = { ...place, branch };
  const rules = await askRules(client, at);
  const overview = await look(client, 'GET /repos/{owner}/{repo}/branches/{branch}', at, readBranch);
  return {
    ...{ repositoryId: id, branch, rules },
    rulesets: await askRulesets(client, place, rules),
    tip: overview.seen ? { seen: true, value: overview.value.tip } : overview,
    classic: await askClassic(client, at, overview),
    workflowTokens: await look(client, 'GET /repos/{owner}/{repo}/actions/permissions/workflow', place, readTokens),
    forksMayWrite: isPrivate
      ? await look(client, 'GET /repos/{owner}/{repo}/actions/permissions/fork-pr-workflows-private-repos', place, readForks)
      : { seen: true, value: false },
    immutableReleases: await askImmutable(client, place),
  };
}

async function look<T>(client: GithubClient, route: string, parameters: Parameters, read: (data: unknown) => T | null): Promise<Looked<T>> {
  const answer = await client.ask(route, parameters);
  return answer.ok ? understood(read(answer.data)) : unseen(answer);
}

function understood<T>(value: T | null): Looked<T> {
  return value === null ? { seen: false, why: "GitHub's answer is not as it documents it" } : { seen: true, value };
}

function unseen({ status, message }: Unanswered): { readonly seen: false; readonly why: string } {
  return { seen: false, why: status === null ? `GitHub did not answer (${message})` : `GitHub answered ${String(status)} (${message})` };
}

async function askRules(client: GithubClient, at: Parameters): Promise<Looked<readonly BranchRules[]>> {
  const listed = await client.list('GET /repos/{owner}/{repo}/rules/branches/{branch}', at);
  if (!listed.ok) return unseen(listed);
  // What is cut off could only add to the rules.
  return understood(readRules(listed.items));
}

async function askRulesets(
  client: GithubClient,
  place: Parameters,
  rules: Looked<readonly BranchRules[]>,
): Promise<ReadonlyMap<number, Looked<Ruleset>>> {
  const rulesets = new Map<number, Looked<Ruleset>>();
  const ids = rules.seen ? rules.value.map(({ rulesetId }) => rulesetId).slice(0, mostRulesets) : [];
  for (const id of ids) {
    // Without its parents, one of the organisation is not found.
    rulesets.set(id, await look(client, 'GET /repos/{owner}/{repo}/rulesets/{id}', { ...place, id, includes_parents: true }, readRuleset));
  }
  return rulesets;
}

/** GitHub tells admins all, and everybody else which checks are required. */
async function askClassic(
  client: GithubClient,
  at: Parameters,
  overview: Looked<BranchOverview>,
): Promise<Looked<ClassicProtection | null>> {
  const answer = await client.ask('GET /repos/{owner}/{repo}/branches/{branch}/protection', at);
  // A 404 with other words is what GitHub says of what it hides.
  if (!answer.ok && answer.status === 404 && answer.message.startsWith('Branch not protected')) return { seen: true, value: null };
  const whole = answer.ok ? understood(readClassic(answer.data)) : unseen(answer);
  if (whole.seen || !overview.seen) return whole;
  return { seen: true, value: overview.value.classic };
}

/** GitHub answers 404 both where they are off and to who may not know. */
async function askImmutable(client: GithubClient, place: Parameters): Promise<Looked<boolean>> {
  const answer = await client.ask('GET /repos/{owner}/{repo}/immutable-releases', place);
  if (!answer.ok) return answer.status === 404 ? { seen: true, value: false } : unseen(answer);
  return understood(readImmutable(answer.data));
}
