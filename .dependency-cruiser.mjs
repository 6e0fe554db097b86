// The arrows of ARCHITECTURE.md. Each rule says why it is there; what no rule names is free.
//
//   cli, action -> wiring -> pipeline -> gates -> analysis, attestation, policy -> core
//   cli, action, wiring   -> report                                -> core

/** Everything that touches the world outside the process. What is missing here (path, crypto, util, buffer, url, v8, vm) only computes. */
const worldly =
  '^(?:node:)?(?:fs|child_process|cluster|dgram|diagnostics_channel|dns|http|http2|https|inspector|net|os|process|readline|repl|sqlite|stream/consumers|timers|tls|tty|wasi|worker_threads)(?:/|$)';

/** A folder of src/ may import from these folders of src/ (itself always), and no others. */
function mayOnlyImport(folder, others, why) {
  const allowed = [folder, ...others].map((name) => (name === 'rules' ? '^rules/' : `^src/${name}${name.endsWith('.ts') ? '$' : '/'}`));
  return {
    name: `${folder.replaceAll('/', '-')}-imports`,
    comment: why,
    severity: 'error',
    from: { path: `^src/${folder}/` },
    to: { path: '^(?:src|rules|scripts|test|bench)/', pathNot: allowed },
  };
}

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no-cycles',
      comment: 'A cycle has no order in which it can be understood, tested or loaded. Types count: they are half of the design.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    mayOnlyImport('core', [], 'Everybody codes against core, so it can depend on nobody: it imports nothing of ours.'),
    mayOnlyImport(
      'policy',
      ['core'],
      'A policy means the same in the pull request and in the running agent, so it knows neither gates nor disk.',
    ),
    mayOnlyImport('attestation', ['core'], 'Who signed what is asked by the pipeline, a gate and commands alike; it knows none of them.'),
    mayOnlyImport('analysis', ['core'], 'The program model serves every gate; one that knew a gate would serve only that one.'),
    mayOnlyImport(
      'gates',
      ['analysis', 'attestation', 'policy', 'core', 'rules'],
      'A gate turns a workspace into findings. It never judges (pipeline), prints (report) or reads disk (platform): it is handed a Workspace.',
    ),
    mayOnlyImport(
      'pipeline',
      ['gates/index.ts', 'attestation', 'policy', 'core', 'rules'],
      'The pipeline judges what gates found. It knows the list of gates and runs them through a port, in child processes: hostile input must not share its memory.',
    ),
    mayOnlyImport('report', ['core'], 'Reporters see only a Report, so that no format can change a verdict.'),
    mayOnlyImport(
      'wiring',
      ['pipeline', 'attestation', 'report', 'platform', 'core'],
      'What the entries share hands ports to the pipeline; it knows no entry, no gate and no policy.',
    ),
    mayOnlyImport('platform', ['core'], 'Platform implements the interfaces that core declares and knows nobody who uses them.'),
    {
      name: 'platform-is-wired-at-the-edge',
      comment: 'Whoever is handed an interface can be tested without a disk, and cannot reach past what it was handed.',
      severity: 'error',
      from: { path: '^(?:src|rules)/', pathNot: '^src/(?:cli|action|wiring|agent|review|platform)/' },
      to: { path: '^src/platform/' },
    },
    {
      name: 'nothing-imports-an-entry',
      comment: 'cli and action only translate: what is worth importing from them belongs further in, and what both need in wiring.',
      severity: 'error',
      from: { pathNot: ['^src/(?:cli|action)/', '^(?:test|bench)/'] },
      to: { path: '^src/(?:cli|action)/' },
    },
    {
      name: 'entries-do-not-know-each-other',
      comment:
        'The command and the Action share chunks of one bundle, and neither loads what only the other needs. What both need is in wiring.',
      severity: 'error',
      from: { path: '^src/(cli|action)/' },
      to: { path: '^src/(?:cli|action)/', pathNot: '^src/$1/' },
    },
    {
      name: 'gates-do-not-know-each-other',
      comment: 'A gate can be switched off, crash or time out alone. What two share is analysis or policy.',
      severity: 'error',
      from: { path: '^src/gates/([^/]+)/' },
      to: { path: '^src/gates/[^/]+/', pathNot: '^src/gates/$1/' },
    },
    {
      name: 'rules-belong-to-their-gate',
      comment: 'A rule is its description and its match: it may use its own gate, the analysis and core.',
      severity: 'error',
      from: { path: '^rules/(?!generated/)([^/]+)/' },
      to: { path: '^(?:src|rules|scripts|test|bench)/', pathNot: ['^rules/$1/', '^src/gates/$1/', '^src/analysis/', '^src/core/'] },
    },
    {
      name: 'world-only-through-platform',
      comment: 'Hostile repositories are the normal case: disk, processes and network are touched where that is guarded, and nowhere else.',
      severity: 'error',
      from: { path: '^(?:src|rules)/', pathNot: '^src/platform/' },
      to: { dependencyTypes: ['core'], path: worldly },
    },
    {
      name: 'execa-only-in-platform',
      comment: 'The same as a process started by node:child_process.',
      severity: 'error',
      from: { path: '^(?:src|rules)/', pathNot: '^src/platform/' },
      to: { path: '(?:^|/)node_modules/execa/' },
    },
    {
      name: 'one-parser',
      comment:
        'One parse, in the common TS-ESTree form: a second parser would read hostile code differently from the first. The entries hand it its bytes.',
      severity: 'error',
      from: { path: '^(?:src|rules)/', pathNot: ['^src/analysis/parse/', '^src/cli/bundled-wasm\\.ts$'] },
      to: {
        path: '(?:^|/)node_modules/(?:@?oxc-|@oxc-parser/|@emnapi/|acorn|espree|typescript(?:7)?/|@typescript-eslint/(?:parser|typescript-estree)/)',
      },
    },
    {
      name: 'not-from-tests',
      comment: 'What ships holds no test code.',
      severity: 'error',
      from: { path: '^(?:src|rules)/' },
      to: { path: '^(?:test|bench|scripts|fixtures)/' },
    },
    {
      name: 'resolvable',
      comment: 'An import that cannot be followed cannot be judged by the rules above.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: ['^dist/', '^fixtures/', '/fixtures/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
};
