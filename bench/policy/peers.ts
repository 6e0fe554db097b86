// The peers, each in the form that its own documents recommend for speed. What they are handed is made before the clock starts.
import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { createMongoAbility, subject } from '@casl/ability';
import { StringAdapter, newEnforcer, newModel } from 'casbin';
import picomatch from 'picomatch';
import { compilePaths } from './ours.ts';
import type { PathRule } from './workload.ts';

/** Answers for the request at `index`: is it allowed? */
export type Ask = (index: number) => boolean;

/** What a policy becomes; requests are prepared apart from it. */
export type Prepared = (paths: readonly string[]) => Ask;

export interface Peer {
  readonly name: string;
  /** The npm package that answers; null for mcgate. */
  readonly package: string | null;
  /** The engine's own work on a policy: what the compile time is. */
  readonly prepare: (rules: readonly PathRule[]) => Promise<Prepared>;
}

const globs = (rules: readonly PathRule[], effect: PathRule['effect']): readonly string[] =>
  rules.filter((rule) => rule.effect === effect).map(({ glob }) => glob);

const mcgate: Peer = {
  name: 'mcgate',
  package: null,
  prepare: (rules) => Promise.resolve(compilePaths(rules)),
};

/** Denials first, then allowances: the loop that somebody writes who needs no library for it. */
const picomatchList: Peer = {
  name: 'picomatch over the list',
  package: 'picomatch',
  prepare(rules) {
    const denied = picomatch([...globs(rules, 'deny')], { dot: true });
    const allowed = picomatch([...globs(rules, 'allow')], { dot: true });
    return Promise.resolve((paths) => (index) => {
      const path = paths[index] ?? '';
      return !denied(path) && allowed(path);
    });
  },
};

/** The last rule that matches wins, so that denials come last. */
const casl: Peer = {
  name: 'CASL',
  package: '@casl/ability',
  prepare(rules) {
    const raw = (['allow', 'deny'] as const).flatMap((effect) =>
      globs(rules, effect).map((glob) => ({
        action: 'read',
        subject: 'File',
        inverted: effect === 'deny',
        conditions: { path: { $regex: picomatch.makeRe(glob, { dot: true }) } },
      })),
    );
    const ability = createMongoAbility(raw);
    return Promise.resolve((paths) => {
      const files = paths.map((path) => subject('File', { path }));
      return (index) => ability.can('read', files[index] ?? 'File');
    });
  },
};

const casbinModel = (matcher: string): string => `
[request_definition]
r = path
[policy_definition]
p = path, eft
[policy_effect]
e = some(where (p.eft == allow)) && !some(where (p.eft == deny))
[matchers]
m = ${matcher}(r.path, p.path)
`;

async function casbinAsk(rules: readonly PathRule[], matcher: string): Promise<Prepared> {
  const lines = rules.map(({ glob, effect }) => `p, ${glob}, ${effect}`).join('\n');
  const enforcer = await newEnforcer(newModel(casbinModel(matcher)), new StringAdapter(lines));
  if (matcher === 'cached') await enforcer.addFunction('cached', cachedMatch());
  return (paths) => (index) => enforcer.enforceSync(paths[index]);
}

function cachedMatch(): (path: string, glob: string) => boolean {
  const matchers = new Map<string, (path: string) => boolean>();
  return (path, glob) => {
    const known = matchers.get(glob);
    if (known !== undefined) return known(path);
    const matches = picomatch(glob, { dot: true });
    matchers.set(glob, matches);
    return matches(path);
  };
}

const casbin: Peer = { name: 'casbin, globMatch', package: 'casbin', prepare: (rules) => casbinAsk(rules, 'globMatch') };

/** Its own globMatch compiles each glob at each question; this is what it does once somebody has mended that. */
const casbinCached: Peer = {
  name: 'casbin, globs compiled once (picomatch)',
  package: 'casbin',
  prepare: (rules) => casbinAsk(rules, 'cached'),
};

/** Cedar's `*` runs over `/` too, so that one folder's files are a pattern without another. */
function cedarCondition(glob: string): string {
  const like = (pattern: string): string => `context.path like ${JSON.stringify(pattern)}`;
  const name = /^\*\*\/([^*]+)\/\*\*$/u.exec(glob)?.[1];
  if (name !== undefined) return `${like(`*/${name}`)} || ${like(`*/${name}/*`)}`;
  const tree = /^([^*]+)\/\*\*$/u.exec(glob)?.[1];
  if (tree !== undefined) return `${like(tree)} || ${like(`${tree}/*`)}`;
  const below = /^([^*]+)\/\*\*\/\*(\.\w+)$/u.exec(glob);
  if (below !== null) return like(`${below[1] ?? ''}/*${below[2] ?? ''}`);
  const flat = /^([^*]+)\/\*(\.\w+)$/u.exec(glob);
  if (flat === null) throw new Error(`no Cedar for ${glob}`);
  return `${like(`${flat[1] ?? ''}/*${flat[2] ?? ''}`)} && !(${like(`${flat[1] ?? ''}/*/*`)})`;
}

let cedarSets = 0;

const cedarWasm: Peer = {
  name: 'Cedar wasm, policy set parsed once',
  package: '@cedar-policy/cedar-wasm',
  prepare(rules) {
    cedarSets += 1;
    const id = `set-${String(cedarSets)}`;
    const text = rules.map(
      ({ glob, effect }) => `${effect === 'allow' ? 'permit' : 'forbid'}(principal, action, resource) when { ${cedarCondition(glob)} };`,
    );
    const answer = cedar.preparsePolicySet(id, { staticPolicies: text.join('\n') });
    if (answer.type === 'failure') throw new Error(answer.errors.map(({ message }) => message).join('; '));
    const [principal, action, resource] = ['User', 'Action', 'File'].map((type) => ({ type, id: 'x' })) as [
      cedar.EntityUid,
      cedar.EntityUid,
      cedar.EntityUid,
    ];
    return Promise.resolve((paths) => {
      const calls = paths.map((path) => ({ principal, action, resource, context: { path }, entities: [], preparsedPolicySetId: id }));
      return (index) => {
        const call = calls[index];
        if (call === undefined) return false;
        const result = cedar.statefulIsAuthorized(call);
        return result.type === 'success' && result.response.decision === 'allow';
      };
    });
  },
};

export const peers: readonly Peer[] = [mcgate, picomatchList, casl, casbin, casbinCached, cedarWasm];

/** The first three rules as a list that any of them makes match: a folder, a kind of file below one, a name anywhere. */
export function threeOf(rules: readonly PathRule[]): readonly PathRule[] {
  return rules.slice(0, 3).map(({ glob }) => ({ effect: 'allow', glob }));
}

/** Nothing but a list of globs: no effects, no request to be read. */
export function threeGlobs(rules: readonly PathRule[]): Prepared {
  const matches = picomatch([...globs(rules, 'allow')], { dot: true });
  return (paths) => (index) => matches(paths[index] ?? '');
}
