// What is measured: policies and requests of any size, the same on every run and machine.

/** One rule over paths, in the fragment that every peer can say. `glob` begins with `/` or `**` and holds no variable. */
export interface PathRule {
  readonly effect: 'allow' | 'deny';
  readonly glob: string;
}

/** Where the policies are in force. */
export const workspace = '/home/dev/agent';

/** Length of every path that is asked for. */
export const pathLength = 47;

const number = (index: number): string => String(index).padStart(4, '0');

/** mulberry32: small, seeded, good enough to mix. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Fisher and Yates, seeded. */
function shuffle<T>(items: readonly T[], seed: number): readonly T[] {
  const next = random(seed);
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/**
 * Of ten rules: four folders allowed with all that is below, two with one kind of file below, one with the files in it, two names denied anywhere,
 * and one kind of file denied below an allowed folder. The last three are what multiplies in an automaton that is built eagerly. `family` tells
 * unrelated policies apart.
 */
export function pathRules(count: number, family = ''): readonly PathRule[] {
  const kinds: readonly ((id: string) => PathRule)[] = [
    (id) => ({ effect: 'allow', glob: `${workspace}/pack${family}/p${id}/**` }),
    (id) => ({ effect: 'allow', glob: `${workspace}/apps${family}/a${id}/**/*.ts` }),
    (id) => ({ effect: 'deny', glob: `**/s${family}${id}/**` }),
    (id) => ({ effect: 'allow', glob: `${workspace}/pack${family}/p${id}/**` }),
    (id) => ({ effect: 'allow', glob: `${workspace}/conf${family}/c${id}/*.json` }),
    (id) => ({ effect: 'deny', glob: `${workspace}/pack${family}/p${id}/**/*.key` }),
    (id) => ({ effect: 'allow', glob: `${workspace}/pack${family}/p${id}/**` }),
    (id) => ({ effect: 'allow', glob: `${workspace}/apps${family}/a${id}/**/*.ts` }),
    (id) => ({ effect: 'deny', glob: `**/s${family}${id}/**` }),
    (id) => ({ effect: 'allow', glob: `${workspace}/pack${family}/p${id}/**` }),
  ];
  // A carve-out stands in the folder that the kind before it by two allows.
  return Array.from({ length: count }, (_, index) => {
    const kind = index % kinds.length;
    const make = kinds[kind] as (id: string) => PathRule;
    return make(number(kind === 5 ? index - 2 : index));
  });
}

/** A folder below which `rule` says something: what stands before its first wildcard. */
function folderOf(glob: string): string {
  return glob.slice(0, glob.indexOf('*'));
}

/** Cuts off or fills up to `pathLength` with a file name that no other request has. */
function fileIn(folder: string, index: number, extension: string): string {
  const room = pathLength - folder.length - extension.length;
  const path = `${folder}${index.toString(36).padStart(room, '0')}${extension}`;
  if (path.length !== pathLength) throw new Error(`no room for a file name: ${path}`);
  // Flat: a string put together by `+` is a tree until somebody reads it.
  return Buffer.from(path).toString('latin1');
}

/**
 * `count` different paths. Of ten: six that some rule allows, one that a carve-out and one that a name anywhere denies, two that no rule names.
 * All kinds of rule and all rules of `rules` get their share.
 */
export function pathRequests(rules: readonly PathRule[], count: number): readonly string[] {
  const below = (part: string, effect: PathRule['effect']): readonly string[] =>
    rules.filter((rule) => rule.effect === effect && rule.glob.includes(part)).map(({ glob }) => folderOf(glob));
  const trees = below('/pack', 'allow');
  const apps = below('/apps', 'allow');
  const configs = below('/conf', 'allow');
  const keys = below('/pack', 'deny');
  const names = rules.filter(({ glob }) => glob.startsWith('**/')).map(({ glob }) => glob.slice(3, -2));
  const pick = (from: readonly string[], index: number): string => from[index % from.length] ?? '';
  const kinds: readonly ((index: number, turn: number) => string)[] = [
    (index, turn) => fileIn(pick(trees, turn), index, '.ts'),
    (index, turn) => fileIn(`${pick(trees, turn)}src/`, index, '.tsx'),
    (index, turn) => fileIn(`${pick(trees, turn)}docs/`, index, '.md'),
    (index, turn) => fileIn(pick(trees, turn), index, '.json'),
    (index, turn) => fileIn(`${pick(apps, turn)}lib/`, index, '.ts'),
    (index, turn) => fileIn(pick(configs.length === 0 ? trees : configs, turn), index, '.json'),
    (index, turn) => fileIn(pick(keys.length === 0 ? trees : keys, turn), index, '.key'),
    (index, turn) => fileIn(`${pick(trees, turn)}${pick(names, turn * 7)}`, index, '.ts'),
    (index, turn) => fileIn(`${pick(apps, turn)}lib/`, index, '.md'),
    (index, turn) => fileIn(`${workspace}/other/o${number(turn)}/`, index, '.ts'),
  ];
  const requests = Array.from({ length: count }, (_, index) => {
    const make = kinds[index % kinds.length] as (index: number, turn: number) => string;
    return make(index, Math.floor(index / kinds.length));
  });
  return shuffle(requests, count);
}

/** One rule in a hundred (one at least) is taken out, moved to another folder, or turned from allow to deny or back; each kind gets its share. */
export function changed(rules: readonly PathRule[]): readonly PathRule[] {
  const edits = Math.max(1, Math.round(rules.length / 100));
  const step = Math.floor(rules.length / edits);
  return rules.flatMap((rule, index): readonly PathRule[] => {
    const turn = Math.floor(index / step);
    if (turn >= edits || index % step !== (turn * 37) % step) return [rule];
    const edit = turn % 3;
    if (edit === 0) return [];
    if (edit === 1) return [{ ...rule, glob: rule.glob.replace(/[acps](\d{4})/u, 'n$1') }];
    return [{ ...rule, effect: rule.effect === 'allow' ? 'deny' : 'allow' }];
  });
}

/** Every rule says the same in other words, and the order is another. */
export function rewritten(rules: readonly PathRule[]): readonly PathRule[] {
  const sameGlob = (glob: string): string => {
    const file = /^(.*)\/\*\*\/\*(\.\w+)$/u.exec(glob);
    if (file !== null) return `${file[1] ?? ''}/{${file[2] ?? ''},?*${file[2] ?? ''},*/**/*${file[2] ?? ''}}`;
    const tree = /^(.*)\/([^/]+)\/\*\*$/u.exec(glob);
    if (tree !== null) return `${tree[1] ?? ''}/{${tree[2] ?? ''},${tree[2] ?? ''}/*/**}`;
    return glob.replace(/\/\*(\.\w+)$/u, '/{$1,?*$1}');
  };
  return shuffle(rules, 1).map((rule) => ({ ...rule, glob: sameGlob(rule.glob) }));
}

/** Rules over hosts: names, a wildcard label, any depth, networks with port ranges, and denials of each kind. */
export function hostRules(count: number): readonly { readonly effect: 'allow' | 'ask' | 'deny'; readonly text: string }[] {
  return Array.from({ length: count }, (_, index) => {
    const id = number(index);
    const net = `10.${String(index >> 8)}.${String(index & 255)}`;
    switch (index % 5) {
      case 0:
        return { effect: 'allow', text: `api.s${id}.example.com:443` };
      case 1:
        return { effect: 'ask', text: `*.t${id}.example.org` };
      case 2:
        return { effect: 'allow', text: `**.u${id}.example.net:443,8443` };
      case 3:
        return { effect: 'allow', text: `${net}.0/24:8000-8999` };
      default:
        return { effect: 'deny', text: `${net}.16/28` };
    }
  });
}

/** `count` different hosts with ports, of every kind that `hostRules` names, and some that it does not. */
export function hostRequests(rules: number, count: number): readonly { readonly host: string; readonly port: number }[] {
  const requests = Array.from({ length: count }, (_, index) => {
    const turn = Math.floor(index / 6);
    const at = (kind: number): number => (turn % Math.floor(rules / 5)) * 5 + kind;
    const id = (kind: number): string => number(at(kind));
    const net = (kind: number): string => `10.${String(at(kind) >> 8)}.${String(at(kind) & 255)}`;
    const port = 8000 + (turn % 1000);
    switch (index % 6) {
      case 0:
        return { host: `api.s${id(0)}.example.com`, port: turn % 2 === 0 ? 443 : port };
      case 1:
        return { host: `x${String(turn)}.t${id(1)}.example.org`, port };
      case 2:
        return { host: `a.b${String(turn)}.u${id(2)}.example.net`, port: 8443 };
      case 3:
        return { host: `${net(3)}.${String(turn % 250)}`, port };
      case 4:
        return { host: `${net(4)}.${String(16 + (turn % 16))}`, port };
      default:
        return { host: `other${String(turn)}.example.edu`, port: 443 };
    }
  });
  return shuffle(requests, count);
}

/** Rules over commands: the rest free, one argument free, a word with a wildcard, and a flag denied wherever it is the second word. */
export function argvRules(count: number): readonly { readonly effect: 'allow' | 'ask' | 'deny'; readonly words: readonly string[] }[] {
  return Array.from({ length: count }, (_, index) => {
    const id = number(index);
    switch (index % 4) {
      case 0:
        return { effect: 'allow', words: ['git', `do-${id}`, '**'] };
      case 1:
        return { effect: 'ask', words: ['npm', 'run', `task-${id}`, '*'] };
      case 2:
        return { effect: 'allow', words: ['node', `scripts/s${id}-*.ts`, '**'] };
      default:
        return { effect: 'deny', words: ['*', `--flag-${id}`, '**'] };
    }
  });
}

/** `count` different commands of every kind that `argvRules` names, and some that it does not. */
export function argvRequests(rules: number, count: number): readonly (readonly string[])[] {
  const requests = Array.from({ length: count }, (_, index) => {
    const turn = Math.floor(index / 5);
    const id = (kind: number): string => number((turn % Math.floor(rules / 4)) * 4 + kind);
    const last = `argument-${String(turn)}`;
    switch (index % 5) {
      case 0:
        return ['git', `do-${id(0)}`, '--quiet', last];
      case 1:
        return ['npm', 'run', `task-${id(1)}`, last];
      case 2:
        return ['node', `scripts/s${id(2)}-build.ts`, '--watch', last];
      case 3:
        return ['git', `--flag-${id(3)}`, last];
      default:
        return ['curl', `--header-${String(turn)}`, last];
    }
  });
  return shuffle(requests, count);
}
