// What GitHub's REST API says of a branch's protection -> what mcgate asks of it. Each answers null for what is not as GitHub documents it.
import { isFields, type Fields } from './github-answers.ts';

export interface RequiredCheck {
  readonly context: string;
  /** Number of the App that alone may report it; null for any. */
  readonly app: number | null;
}

export interface RequiredWorkflow {
  readonly path: string;
  readonly repositoryId: number;
  /** Full name of the branch or tag that it is taken from; null for the default branch. */
  readonly ref: string | null;
  /** The commit that it is taken from, before any ref. */
  readonly sha: string | null;
}

/** The active rules of one ruleset, of the repository or of its organisation, that apply to the branch. */
export interface BranchRules {
  readonly rulesetId: number;
  readonly checks: readonly RequiredCheck[];
  readonly workflows: readonly RequiredWorkflow[];
  /** Whether a pull request has to be up to date to be merged; null where no check is required. */
  readonly strict: boolean | null;
  readonly mergeQueue: boolean;
  readonly noForcePushes: boolean;
}

export interface Ruleset {
  readonly name: string;
  /** Who may pass it by, in words; null where only admins of the ruleset see them. */
  readonly bypass: readonly string[] | null;
}

/** Branch protection as it was before rulesets; both may apply. */
export interface ClassicProtection {
  readonly checks: readonly RequiredCheck[];
  /** These are null where only admins of the repository see them. */
  readonly strict: boolean | null;
  readonly holdsAdmins: boolean | null;
  readonly noForcePushes: boolean | null;
}

export interface BranchOverview {
  /** Newest commit of the branch. */
  readonly tip: string;
  /** Null where the branch has no such protection. */
  readonly classic: ClassicProtection | null;
}

/** `GET /repos/{owner}/{repo}` */
export const readRepository = guarded((data) => {
  const { id, default_branch: branch, private: isPrivate } = fieldsOf(data);
  return { id: numberOf(id), branch: textOf(branch), isPrivate: truthOf(isPrivate) };
});

/** `GET …/rules/branches/{branch}`: the rules, by their rulesets. */
export const readRules = guarded((items): readonly BranchRules[] => {
  const byRuleset = Map.groupBy(listOf(items).map(fieldsOf), ({ ruleset_id: id }) => numberOf(id));
  return [...byRuleset].map(([rulesetId, rules]) => readOneRuleset(rulesetId, rules));
});

function readOneRuleset(rulesetId: number, rules: readonly Fields[]): BranchRules {
  const of = (type: string): readonly Fields[] =>
    rules.filter((rule) => rule['type'] === type).map((rule) => fieldsOf(rule['parameters'] ?? {}));
  const required = of('required_status_checks');
  return {
    rulesetId,
    checks: required.flatMap((parameters) => readChecks(parameters['required_status_checks'], [], 'integration_id')),
    workflows: of('workflows').flatMap((parameters) => listOf(parameters['workflows']).map(readWorkflow)),
    strict: required.length === 0 ? null : required.some((parameters) => truthOf(parameters['strict_required_status_checks_policy'])),
    mergeQueue: of('merge_queue').length > 0,
    noForcePushes: of('non_fast_forward').length > 0,
  };
}

function readWorkflow(value: unknown): RequiredWorkflow {
  const { path, repository_id: repositoryId, ref = null, sha = null } = fieldsOf(value);
  return {
    path: textOf(path),
    repositoryId: numberOf(repositoryId),
    ref: ref === null ? null : textOf(ref),
    sha: sha === null ? null : textOf(sha),
  };
}

/** An App below 1 stands for any. A context that stands in `contexts` alone is one of any App. */
function readChecks(checks: unknown, contexts: unknown, key: 'app_id' | 'integration_id'): readonly RequiredCheck[] {
  const read = listOf(checks ?? []).map((check) => {
    const { context, [key]: app } = fieldsOf(check);
    const number = (app ?? null) === null ? 0 : numberOf(app);
    return { context: textOf(context), app: number > 0 ? number : null };
  });
  const rest = listOf(contexts ?? [])
    .map(textOf)
    .filter((context) => !read.some((check) => check.context === context));
  return [...read, ...rest.map((context) => ({ context, app: null }))];
}

/** `GET …/rulesets/{id}` */
export const readRuleset = guarded((data): Ruleset => {
  const { name, bypass_actors: actors } = fieldsOf(data);
  return { name: shortened(textOf(name)), bypass: actors === undefined ? null : listOf(actors).map(readBypass) };
});

const roles: ReadonlyMap<unknown, string> = new Map([
  [2, 'who may maintain'],
  [4, 'who may write'],
  [5, 'admins of the repository'],
]);

function readBypass(value: unknown): string {
  const { actor_type: kind, actor_id: id, bypass_mode: mode } = fieldsOf(value);
  const type = textOf(kind);
  const named = new Map([
    ['OrganizationAdmin', 'owners of the organisation'],
    ['DeployKey', 'deploy keys'],
    ['RepositoryRole', roles.get(id) ?? `role ${String(id)}`],
  ]);
  return `${named.get(type) ?? shortened(`${type} ${String(id)}`)}${mode === 'pull_request' ? ', in pull requests' : ''}`;
}

/** `GET …/branches/{branch}`, which tells everybody what is required, and little else. */
export const readBranch = guarded((data): BranchOverview => {
  const { commit, protected: isProtected, protection } = fieldsOf(data);
  const tip = textOf(fieldsOf(commit)['sha']).slice(0, 64);
  // Rulesets make a branch protected too, without `protection`.
  const { required_status_checks: required } = truthOf(isProtected) && protection !== undefined ? fieldsOf(protection) : {};
  if (required === undefined) return { tip, classic: null };
  const { enforcement_level: level, checks, contexts } = fieldsOf(required);
  if (level === 'off') return { tip, classic: null };
  const holdsAdmins = level === 'everyone' ? true : level === 'non_admins' ? false : null;
  return { tip, classic: { checks: readChecks(checks, contexts, 'app_id'), strict: null, holdsAdmins, noForcePushes: null } };
});

/** `GET …/branches/{branch}/protection`, for admins. */
export const readClassic = guarded((data): ClassicProtection => {
  const { required_status_checks: required = null, enforce_admins: admins, allow_force_pushes: force } = fieldsOf(data);
  const { strict = false, checks, contexts } = required === null ? {} : fieldsOf(required);
  return {
    checks: readChecks(checks, contexts, 'app_id'),
    strict: required === null ? null : truthOf(strict),
    holdsAdmins: truthOf(fieldsOf(admins)['enabled']),
    noForcePushes: force === undefined ? null : !truthOf(fieldsOf(force)['enabled']),
  };
});

/** `GET …/actions/permissions/workflow` */
export const readTokens = guarded((data) => {
  const { default_workflow_permissions: preset, can_approve_pull_request_reviews: mayApprove } = fieldsOf(data);
  return { writeByDefault: textOf(preset) !== 'read', mayApprove: truthOf(mayApprove) };
});

/** `GET …/actions/permissions/fork-pr-workflows-private-repos`: whether workflows of forks get a token that may write, or secrets, which may hold one. */
export const readForks = guarded((data): boolean => {
  const {
    run_workflows_from_fork_pull_requests: run,
    send_write_tokens_to_workflows: write,
    send_secrets_and_variables: secrets,
  } = fieldsOf(data);
  const isGiven = [truthOf(write), truthOf(secrets)].includes(true);
  return truthOf(run) && isGiven;
});

/** `GET …/immutable-releases` */
export const readImmutable = guarded((data): boolean => truthOf(fieldsOf(data)['enabled']));

class Malformed extends Error {}

function guarded<T>(read: (data: unknown) => T): (data: unknown) => T | null {
  return (data) => {
    try {
      return read(data);
    } catch (error) {
      if (error instanceof Malformed) return null;
      throw error;
    }
  };
}

function fieldsOf(value: unknown): Fields {
  if (!isFields(value)) throw new Malformed();
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Malformed();
  return value as readonly unknown[];
}

function truthOf(value: unknown): boolean {
  if (typeof value !== 'boolean') throw new Malformed();
  return value;
}

function textOf(value: unknown): string {
  if (typeof value !== 'string' || value === '') throw new Malformed();
  return value;
}

function numberOf(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Malformed();
  return value;
}

/** Names are whatever somebody typed. */
function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
