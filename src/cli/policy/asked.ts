// What `policy check` and `policy explain` are asked: the request, who asks and when, and the policy that answers.
import { policyPlace } from '../../platform/policy-place.ts';
import { realPathOf } from '../../platform/real-path.ts';
import { compilePolicy, type CompiledPolicy } from '../../policy/compiled-policy.ts';
import { usualMode, usualRole } from '../../policy/policy-tests.ts';
import { parseRequest } from '../../policy/request/parse.ts';
import type { PolicyEnvironment, Request } from '../../policy/request/request.ts';
import { allScopes } from '../../policy/request/scopes.ts';
import type { Session } from '../session.ts';
import { resolveTargets } from '../targets.ts';
import { loadPolicyFile, type PolicySource } from './source.ts';

export interface Asked {
  readonly request: Request;
  readonly compiled: CompiledPolicy;
  readonly source: PolicySource;
  readonly environment: PolicyEnvironment;
}

/** The arguments of both commands. */
export const askedPositionals = {
  request: { type: 'string', array: true, demandOption: true, describe: 'A scope, and what is asked; a command after --' },
} as const;

export const askedFlags = {
  mode: { type: 'string', default: usualMode, describe: 'The mode that the agent is in' },
  role: { type: 'string', default: usualRole, describe: 'The role of whoever asks' },
  digest: { type: 'string', describe: 'Of what would run, as sha256:<hex>' },
  'signed-by': { type: 'string', describe: 'Whose signature over it was verified' },
  policy: { type: 'string', describe: 'Policy to ask (default .mcgate/policy.yaml of this repository)' },
} as const;

/** What completion offers: modes and roles are a policy's own, so that others may follow. */
export const askedSuggestions = {
  request: allScopes,
  mode: ['architect', 'ask', 'code'],
  role: ['ADMIN', 'DEVELOPER', 'USER'],
} as const;

export const askedNotes =
  'A path is taken as the system would open it: seen from this folder, links followed. It may begin with ${workspace} (the repository), ' +
  '${home} or ${temp}. A host is written with its port: api.example.org:443.';

export interface AskedValues {
  readonly request: readonly string[];
  readonly mode: string;
  readonly role: string;
  readonly digest: string | undefined;
  readonly 'signed-by': string | undefined;
  readonly policy: string | undefined;
}

/** Throws McgateError `usage` for what is no request, and as the policy does. */
export async function resolveAsked(values: AskedValues, session: Session): Promise<Asked> {
  const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
  const environment = policyPlace(root);
  const [scope = '', ...words] = values.request;
  const resource = parseRequest(scope, [...provenanceOf(values), ...(words.length === 0 ? [] : ['--', ...words])], environment);
  // No system opens an empty name as the folder it is seen from; left as it is, it is denied.
  const real = 'path' in resource && resource.path !== '' ? { ...resource, path: realPathOf(resource.path, session.cwd) } : resource;
  const source = await loadPolicyFile(values.policy ?? null, root, session);
  return {
    request: { ...real, mode: values.mode, role: values.role },
    compiled: compilePolicy(source.policy, environment),
    source,
    environment,
  };
}

function provenanceOf({ digest, 'signed-by': signedBy }: AskedValues): readonly string[] {
  return [...(digest === undefined ? [] : [`--digest=${digest}`]), ...(signedBy === undefined ? [] : [`--signed-by=${signedBy}`])];
}
