// One report of each kind that a reader can meet.
import type { Finding, FlowStep, Report } from '../../../src/core/documents.ts';
import { finding, gate, gates, report } from './build.ts';

const commandInjection = (): Finding =>
  finding({
    ruleId: 'code/command-injection',
    severity: 'critical',
    message: 'The shell command holds data from `request.ref`, which the caller of this tool controls.',
    location: { path: 'src/tools/git-log.ts', startLine: 41, startColumn: 9, endLine: 41, endColumn: 34 },
    snippet: {
      startLine: 39,
      lines: [
        'export function log(request: Request): string {',
        '\tconst limit = 20;',
        '\treturn exec(`git log ${request.ref}`, { limit });',
        '}',
      ],
    },
    fix: 'Use execFile("git", ["log", "--end-of-options", request.ref]).',
    lineHash: 'b3a1c2d4e5f60718:1',
  });

const weakHash = (): Finding =>
  finding({
    ruleId: 'code/weak-hash',
    severity: 'medium',
    confidence: 'medium',
    blocks: false,
    message: 'MD5 is used to name a cache entry.',
    location: { path: 'src/cache/名前.ts', startLine: 7, startColumn: 17, endLine: 7, endColumn: 22 },
    snippet: { startLine: 6, lines: ['// 漢字 stands before', 'const 名前 = hash("md5", 値);', ''] },
  });

const advisory = (): Finding =>
  finding({
    ruleId: 'dependencies/known-vulnerability',
    severity: 'high',
    message: 'lodash 4.17.15 has a known vulnerability: prototype pollution in zipObjectDeep.',
    location: { path: 'package-lock.json', startLine: 1204, startColumn: 5, endLine: 1204, endColumn: 28 },
    evidence: {
      kind: 'advisory',
      ids: ['GHSA-p6mc-m468-83gw', 'CVE-2020-8203'],
      package: 'lodash',
      version: '4.17.15',
      ecosystem: 'npm',
      fixedVersions: ['4.17.19', '5.0.0'],
      score: 7.4,
    },
    fix: 'Update lodash to 4.17.19: `npm update lodash`.',
  });

const lowAdvisory = (): Finding =>
  finding({
    ...advisory(),
    identity: '000000000000000000000000000000aa-2',
    severity: 'low',
    blocks: false,
    location: { path: 'package-lock.json' },
    evidence: {
      kind: 'advisory',
      ids: ['GHSA-xxxx-yyyy-zzzz'],
      package: 'tiny',
      version: '0.0.1',
      ecosystem: 'npm',
      fixedVersions: [],
      score: null,
    },
  });

const threshold = (): Finding =>
  finding({
    ruleId: 'weakening/threshold-lowered',
    message: 'The code gate would block from critical on only; it blocks from high on now.',
    location: { path: '.mcgate/config.yaml', startLine: 4, startColumn: 13, endLine: 4, endColumn: 21 },
    evidence: { kind: 'change', key: 'gates.code.failOn', before: 'high', after: 'critical' },
  });

const aside: readonly Finding[] = [
  finding({
    ruleId: 'code/weak-hash',
    severity: 'medium',
    state: 'existing',
    blocks: false,
    location: { path: 'src/old.ts', startLine: 9 },
  }),
  finding({
    ruleId: 'code/weak-hash',
    severity: 'medium',
    state: 'baselined',
    blocks: false,
    location: { path: 'src/old.ts', startLine: 19, startColumn: 3, endLine: 20, endColumn: 1 },
  }),
  finding({ ruleId: 'code/weak-hash', severity: 'medium', state: 'fixed', blocks: false }),
  finding({
    ruleId: 'code/command-injection',
    state: 'suppressed',
    blocks: false,
    location: { path: 'src/build.ts', startLine: 3, startColumn: 1, endLine: 3, endColumn: 9 },
    suppression: { owner: '@team-build', reason: 'The argument is a constant of this file.', expires: '2027-01-31' },
  }),
];

const worsened = (): Finding =>
  finding({
    ruleId: 'code/prototype-pollution',
    severity: 'high',
    confidence: 'low',
    state: 'existing',
    worsened: true,
    message: 'The key now comes from the network.',
    location: { path: 'src/tools/git-log.ts', startLine: 80 },
  });

const failing = { outcome: 'fail' } as const;
const lockfiles = { unit: 'lockfiles', examined: 2, leftOut: [] };
const noScanner = { code: 'tool-missing', message: 'osv-scanner was not found.', remedy: 'Run `mcgate setup`.' };
const noScan = gate('dependencies', { outcome: 'incomplete', coverage: null, reasons: [noScanner] });
const unparsed = {
  code: 'unparsable',
  message: 'This changed file does not parse: unexpected token at line 3.',
  path: 'src/broken.ts',
  remedy: 'Mend the syntax, or exclude the file in .mcgate/config.yaml.',
};

export const pass: Report = report();

export const fail: Report = report({
  gates: gates(
    gate('code', {
      ...failing,
      coverage: {
        unit: 'files',
        examined: 1_812,
        leftOut: [
          { reason: 'excluded', count: 1_040, paths: ['vendor/a.js', 'vendor/b.js'] },
          { reason: 'too large', count: 2, paths: ['dist/app.js', 'dist/lib.js'] },
        ],
      },
    }),
    gate('dependencies', { ...failing, coverage: lockfiles, durationMs: 62_300 }),
  ),
  findings: [commandInjection(), advisory(), threshold(), worsened(), weakHash(), lowAdvisory(), ...aside],
  notices: [
    {
      code: 'suppression-expiring',
      message: 'The suppression of 1a2b3c4d5e6f00011a2b3c4d5e6f0001 (code/command-injection in src/build.ts) expires in 5 days.',
      remedy: 'Mend the finding, or renew it with `mcgate suppress`.',
    },
  ],
});

export const failAndIncomplete: Report = report({ gates: gates(gate('code', failing), noScan), findings: [commandInjection()] });

export const weakeningsOnly: Report = report({
  findings: [
    threshold(),
    finding({
      ruleId: 'weakening/suppression-added',
      message: 'The change suppresses a finding that it brings.',
      location: { path: '.mcgate/suppressions.yaml' },
      evidence: { kind: 'change', key: 'suppressions', before: null, after: '1a2b3c4d5e6f00011a2b3c4d5e6f0001' },
    }),
  ],
});

/** Let through by a signature and by a review. */
export const approved: Report = report({
  findings: [
    finding({
      ...threshold(),
      blocks: false,
      approval: {
        by: ['ann', 'bob'],
        made: '2026-11-01',
        tree: '4e'.repeat(32),
        reason: 'The rule is wrong about generated code.',
        expires: '2026-12-01',
        attestation: `.mcgate/attestations/${'5c'.repeat(32)}.json`,
      },
    }),
    finding({
      ...threshold(),
      identity: '9fb3da63be23293e04bf2f4318997211',
      blocks: false,
      approval: { by: ['bob'], submittedAt: '2026-11-01T10:00:00Z', commit: '8c1f0d3e5b7a9c2d4e6f8091a2b3c4d5e6f70812' },
    }),
  ],
});

export const incomplete: Report = report({ gates: gates(gate('code', { outcome: 'incomplete', reasons: [unparsed] }), noScan) });

export const audit: Report = report({
  subject: {
    event: 'schedule',
    kind: 'audit',
    judged: { name: 'main', commit: '8c1f0d3e5b7a9c2d4e6f8091a2b3c4d5e6f70812' },
    trusted: { name: 'main', commit: '8c1f0d3e5b7a9c2d4e6f8091a2b3c4d5e6f70812' },
    base: null,
  },
  gates: gates(gate('code', failing), gate('dependencies', { coverage: lockfiles })),
  findings: [finding({ ...commandInjection(), state: 'existing' }), finding({ ...weakHash(), state: 'existing' }), ...aside.slice(1, 2)],
});

export const inform: Report = report({ mode: 'inform', findings: [finding({ ...commandInjection(), blocks: false }), weakHash()] });

export const partial: Report = report({ partial: ['--gate code', '--changed'], gates: gates(gate('code')), findings: [weakHash()] });

export const untrusted: Report = report({
  subject: { event: 'local', kind: 'untrusted', judged: { name: 'working tree', commit: null }, trusted: null, base: null },
  gates: gates(gate('code', failing)),
  findings: [commandInjection()],
  notices: [{ code: 'no-trusted-tip', message: 'There is no commit to trust yet.', remedy: 'Commit .mcgate/ to the default branch.' }],
});

export const nothing: Report = report({
  gates: gates(gate('code', { coverage: { unit: 'files', examined: 0, leftOut: [] }, durationMs: 3 })),
});

const digest = (letter: string): string => `sha256:${letter.repeat(64)}`;
const policyFile = '.mcgate/policy.yaml';
const digests = { baseDigest: digest('a'), headDigest: digest('b') };

const widened = (): Finding =>
  finding({
    ruleId: 'permissions/widened',
    severity: 'critical',
    message: 'network.external widens: `*.example.org:443` was denied, now allowed; for example `api.example.org:443`',
    location: { path: policyFile, startLine: 12, startColumn: 9, endLine: 12, endColumn: 30 },
    snippet: { startLine: 11, lines: ['      allow:', "        - '*.example.org:443'", '    api:'] },
    evidence: {
      kind: 'policy-change',
      scope: 'network.external',
      modes: null,
      roles: null,
      region: '*.example.org:443',
      witness: 'api.example.org:443',
      before: 'deny',
      after: 'allow',
      lines: [{ side: 'head', path: policyFile, line: 12, column: 9, key: 'permissions.network.external.allow.0' }],
      ...digests,
    },
    fix: 'Take the line out again, or deny what is not needed; `mcgate policy diff` shows all that changes.',
  });

const denyGone = (): Finding =>
  finding({
    ruleId: 'permissions/widened',
    severity: 'critical',
    message:
      "fileSystem.read in mode code for roles ADMIN, DEVELOPER widens: `**/.env*` was denied, now asked; for example `${workspace}/.env`. Gone: `deny: ['**/.env*']` (.mcgate/policy.yaml:7)",
    location: { path: policyFile, startLine: 5, startColumn: 5, endLine: 5, endColumn: 10 },
    evidence: {
      kind: 'policy-change',
      scope: 'fileSystem.read',
      modes: ['code'],
      roles: ['ADMIN', 'DEVELOPER'],
      region: '**/.env*',
      witness: '${workspace}/.env',
      before: 'deny',
      after: 'ask',
      lines: [
        { side: 'base', path: policyFile, line: 7, column: 14, key: 'permissions.fileSystem.read.deny.0' },
        ...[8, 9, 10].map((line) => ({ side: 'head' as const, path: policyFile, line, column: 3, key: `permissions.x.${String(line)}` })),
      ],
      ...digests,
    },
  });

const loosened = (): Finding =>
  finding({
    ruleId: 'permissions/setting-loosened',
    message: 'resources.memory gets looser: it was `536870912`, now `1073741824`',
    location: { path: policyFile, startLine: 20, startColumn: 3, endLine: 20, endColumn: 25 },
    evidence: {
      kind: 'policy-change',
      scope: 'resources.memory',
      modes: null,
      roles: null,
      region: 'resources.memory',
      witness: null,
      before: '536870912',
      after: '1073741824',
      lines: [],
      ...digests,
      baseDigest: null,
    },
  });

const narrowed = (): Finding => {
  const { fix: _, ...rest } = widened();
  return finding({
    ...rest,
    identity: '000000000000000000000000000000bb',
    ruleId: 'permissions/narrowed',
    severity: 'note',
    blocks: false,
    message: 'env.read narrows: `AWS_*` was allowed, now denied; for example `AWS_PROFILE`',
  });
};

export const policy: Report = report({
  gates: gates(
    gate('code'),
    gate('permissions', { ...failing, coverage: { unit: 'policy documents', examined: 2, leftOut: [], paths: [policyFile] } }),
  ),
  findings: [widened(), denyGone(), loosened(), narrowed()],
});

const flowStep = (path: string, line: number, what: string, snippetLine: string): FlowStep => ({
  location: { path, startLine: line, startColumn: 9, endLine: line, endColumn: 20 },
  what,
  snippetLine,
});

/** A flow over two files, past a test that does not help. */
const flowFinding = (): Finding => ({
  ...commandInjection(),
  evidence: {
    kind: 'flow',
    source: { kind: 'remote', what: 'query of a request' },
    api: null,
    steps: [
      flowStep('src/server.ts', 12, 'query of a request', 'const { ref } = request.query;'),
      flowStep('src/server.ts', 15, 'goes into `log`', 'respond(log({ ref }));'),
      flowStep('src/tools/git-log.ts', 39, 'parameter `request`', 'export function log(request: Request): string {'),
      flowStep('src/tools/git-log.ts', 41, 'is put into a text', 'return exec(`git log ${request.ref}`, { limit });'),
      flowStep('src/tools/git-log.ts', 41, 'is run as a shell command', 'return exec(`git log ${request.ref}`, { limit });'),
    ],
    failedGuards: [
      {
        location: { path: 'src/server.ts', startLine: 14, startColumn: 7, endLine: 14, endColumn: 30 },
        why: 'the pattern has no anchors, so that it holds for any text that contains such a part',
        snippetLine: 'if (!/\\w+/.test(ref)) return respond(400);',
      },
    ],
  },
});

const long = Array.from({ length: 100 }, (_, index) =>
  flowStep(
    `src/steps/step-${String(index)}.ts`,
    index + 1,
    'goes into a function whose name takes some room on the line',
    `\tconst value = transform(${'input, '.repeat(20)}last);`,
  ),
);

export const flow: Report = report({
  gates: gates(gate('code', failing)),
  findings: [
    flowFinding(),
    finding({
      ruleId: 'code/path-traversal',
      confidence: 'medium',
      message: 'Path of a file is made from parameter `name` of module.exports.read: whoever chooses it can reach any file.',
      evidence: {
        kind: 'flow',
        source: { kind: 'parameter', what: 'parameter `name`' },
        api: 'module.exports.read',
        steps: long,
        failedGuards: Array.from({ length: 7 }, (_, index) => ({
          location: { path: 'src/a.ts', startLine: index + 1 },
          why: 'it is a test of another value',
        })),
      },
    }),
  ],
});
