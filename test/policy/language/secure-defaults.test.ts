// The secure defaults are the tables of the two security documents, row by row, and deny what an agent must never touch.
import { describe, expect, it, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import { secureDefaults, secureDefaultsText } from '../../../src/policy/generated/secure-defaults.ts';
import { loadPolicy } from '../../../src/policy/language/load-policy.ts';
import { policyDigest } from '../../../src/policy/language/policy-digest.ts';
import { secureDefaultsLayer } from '../../../src/policy/language/secure-defaults.ts';
import { formatSetting } from '../../../src/policy/language/settings.ts';
import type { Policy } from '../../../src/policy/model.ts';
import type { FileScope, NetworkScope } from '../../../src/policy/request/request.ts';
import { parseYamlValue } from '../../../src/policy/yaml-document.ts';
import { compiled, load, loaderOf, place } from '../support/documents.ts';

const defaults = await loadPolicy(loaderOf({}), null);
const day = 86_400;

function setting(key: string, policy: Policy = defaults): unknown {
  return policy.settings.get(key);
}

describe('tables of the security model', () => {
  it.each([
    // SecurityDefaults (secure defaults of the configuration management).
    ['authentication.sessionTimeout', 30 * 60],
    ['authentication.maxLoginAttempts', 5],
    ['authentication.passwordMinLength', 12],
    ['authentication.mfaRequired', true],
    ['authentication.tlsVersion', 'TLS 1.3'],
    ['authentication.httpSecureOnly', true],
    // Encryption standards.
    ['encryption.inTransit.protocol', 'TLS 1.3'],
    ['encryption.atRest.algorithm', 'AES-256-GCM'],
    ['encryption.keyStore', 'PKCS #11'],
    // Data classification.
    ['dataClassification.L1.label', 'Public'],
    ['dataClassification.L1.examples', ['Documentation', 'Public APIs']],
    ['dataClassification.L1.encryption', 'basic'],
    ['dataClassification.L2.label', 'Internal'],
    ['dataClassification.L2.examples', ['Configurations', 'Logs']],
    ['dataClassification.L2.encryption', 'strong'],
    ['dataClassification.L3.label', 'Sensitive'],
    ['dataClassification.L3.examples', ['Credentials', 'User Data']],
    ['dataClassification.L3.encryption', 'enhanced'],
    ['dataClassification.L3.accessControls', true],
    ['dataClassification.L4.label', 'Critical'],
    ['dataClassification.L4.examples', ['Security Keys', 'Tokens']],
    ['dataClassification.L4.encryption', 'maximum'],
    ['dataClassification.L4.auditTrail', true],
    // Compliance requirements, and the response protocol.
    ['compliance', ['GDPR', 'ISO 27001', 'OWASP Top 10', 'SOC 2 Type II']],
    ['incidents.protocol', ['detection', 'analysis', 'containment', 'eradication', 'recovery', 'lessons-learned']],
    // Alert thresholds.
    ['monitoring.thresholds.failedLogins.warning', 5],
    ['monitoring.thresholds.failedLogins.critical', 10],
    ['monitoring.thresholds.failedLogins.action', 'block-ip'],
    ['monitoring.thresholds.apiRequests.warning', 100],
    ['monitoring.thresholds.apiRequests.critical', 200],
    ['monitoring.thresholds.apiRequests.action', 'rate-limit'],
    ['monitoring.thresholds.errorRate.warning', 5],
    ['monitoring.thresholds.errorRate.critical', 10],
    ['monitoring.thresholds.errorRate.action', 'investigation'],
    ['monitoring.thresholds.cpuUsage.warning', 70],
    ['monitoring.thresholds.cpuUsage.critical', 90],
    ['monitoring.thresholds.cpuUsage.action', 'scale-up'],
    // Security headers.
    ['headers.Strict-Transport-Security', 'max-age=31536000; includeSubDomains'],
    ['headers.Content-Security-Policy', "default-src 'self'"],
    ['headers.X-Frame-Options', 'DENY'],
    ['headers.X-Content-Type-Options', 'nosniff'],
    ['headers.Referrer-Policy', 'strict-origin-when-cross-origin'],
    // Key rotation schedule.
    ['rotation.apiKeys', 90 * day],
    ['rotation.encryptionKeys', 180 * day],
    ['rotation.accessTokens', day],
    ['rotation.sessionTokens', 30 * 60],
    // Backup procedures.
    ['backup.incremental', 'daily'],
    ['backup.full', 'weekly'],
    ['backup.archive', 'monthly'],
    ['backup.test', 'quarterly'],
    // Contacts; their telephone numbers are placeholders there.
    ['contacts.security_team.email', 'security@metacline.dev'],
    ['contacts.security_team.slack', '#security-alerts'],
    ['contacts.incident_response.primary', 'ir@metacline.dev'],
    ['contacts.incident_response.oncall', 'https://oncall.metacline.dev'],
    // Mode-specific controls.
    ['modes.code.loggingLevel', 'detailed'],
    ['modes.architect.loggingLevel', 'standard'],
    ['modes.ask.loggingLevel', 'basic'],
  ])('%s is %j', (key, value) => {
    expect(setting(key)).toEqual(value);
  });

  it.each([
    ['code', true, false],
    ['architect', false, true],
    ['ask', false, false],
  ])('mode %s: allowExecution %s, requireApproval %s', (mode, allowExecution, requireApproval) => {
    expect(defaults.modes.get(mode)).toMatchObject({ allowExecution, requireApproval });
  });

  it.each([
    ['ADMIN', ['READ', 'WRITE', 'EXECUTE', 'ADMIN']],
    ['DEVELOPER', ['READ', 'WRITE', 'EXECUTE']],
    ['USER', ['READ', 'EXECUTE']],
  ])('role %s: %j', (role, rights) => {
    expect(defaults.roles.get(role)).toEqual(new Set(rights));
  });

  it('no more modes and roles than those', () => {
    expect([...defaults.modes.keys(), ...defaults.roles.keys()]).toEqual(['code', 'architect', 'ask', 'ADMIN', 'DEVELOPER', 'USER']);
  });
});

describe('tables of the security architecture', () => {
  it.each([
    ['execution.sandbox', 'required'],
    ['resources.memory', 512 * 2 ** 20],
    ['resources.cpu', 60],
    ['resources.connections', 10],
    ['sandbox.isolation.level', 'strict'],
    ['sandbox.isolation.context', 'isolated'],
    ['encryption.strength', 'high'],
    ['encryption.algorithms', ['approved-list']],
    ['encryption.keyManagement', 'automatic'],
    ['encryption.atRest.keyManagement', 'secure-key-rotation'],
    ['encryption.atRest.scope', ['credentials', 'sensitive-data']],
    ['encryption.inTransit.certification', 'required'],
    ['encryption.inTransit.verification', 'strict'],
    ['sanitization.input.validation', 'schema-based'],
    ['sanitization.input.sanitization', 'context-aware'],
    ['sanitization.input.encoding', 'output-specific'],
    ['sanitization.output.filtering', 'content-based'],
    ['sanitization.output.encoding', 'context-specific'],
    ['sanitization.output.validation', 'schema-based'],
    ['audit.logging.security.level', 'critical'],
    ['audit.logging.security.retention', 365 * day],
    ['audit.logging.security.encryption', 'required'],
    ['audit.logging.access.level', 'high'],
    ['audit.logging.access.retention', 180 * day],
    ['audit.logging.access.detail', 'full-context'],
    ['audit.logging.operation.level', 'standard'],
    ['audit.logging.operation.retention', 90 * day],
    ['audit.logging.operation.sampling', 1],
    ['audit.storage.type', 'append-only'],
    ['audit.storage.encryption', 'at-rest'],
    ['audit.storage.backup', 'regular'],
    ['components.initialization.validation', 'security-configuration-check'],
    ['components.initialization.prerequisites', 'security-dependencies'],
    ['components.initialization.state', 'secure'],
    ['components.operation.boundaries.input', 'validated'],
    ['components.operation.boundaries.output', 'sanitized'],
    ['components.operation.boundaries.state', 'protected'],
    ['components.operation.monitoring.activity', 'logged'],
    ['components.operation.monitoring.resources', 'tracked'],
    ['components.operation.monitoring.violations', 'reported'],
    ['components.termination.cleanup', 'secure-release'],
    ['components.termination.state', 'secure'],
    ['components.termination.audit', 'terminal-logging'],
    ['authentication.strength', 'high'],
    ['authentication.session', 'secure-defaults'],
    ['authentication.rotation', 'enabled'],
    ['monitoring.level', 'comprehensive'],
    ['monitoring.alerts', 'enabled'],
    ['monitoring.audit', 'enabled'],
  ])('%s is %j', (key, value) => {
    expect(setting(key)).toEqual(value);
  });

  it('network, files and execution: deny all; variables: harmless ones may be read', () => {
    const allowed = defaults.rules.filter(({ effect }) => effect !== 'deny');
    expect(new Set(allowed.map(({ scope }) => scope))).toEqual(new Set(['env.read']));
  });
});

describe('as a document', () => {
  it('the text, loaded as a file, is the same policy at the same lines', async () => {
    const file = await load(secureDefaultsText);
    expect(policyDigest(file)).toBe(policyDigest(defaults));
    expect(file.rules.map(({ origin: { line, column, key } }) => [line, column, key])).toEqual(
      defaults.rules.map(({ origin: { line, column, key } }) => [line, column, key]),
    );
    const places = (policy: Policy): unknown => [...policy.origins].map(([key, { line, column }]) => [key, line, column]);
    expect(places(file)).toEqual(places(defaults));
  });

  it('nobody builds on anything, and every setting can be told', () => {
    expect(secureDefaults.extends).toBeUndefined();
    for (const [key, value] of defaults.settings) expect(formatSetting(key, value)).not.toBe('');
  });
});

describe('whatever a policy allows beside them', () => {
  const everything = {
    version: 1,
    extends: ['mcgate:secure-defaults'],
    permissions: {
      fileSystem: { read: { allow: ['/**'] }, write: { allow: ['/**'] }, temp: { allow: ['/**'] } },
      network: { api: { allow: ['**'] }, llm: { allow: ['**'] }, external: { allow: ['**'] } },
      env: { read: { allow: ['*'] }, write: { allow: ['*'] } },
    },
  };
  const permissive = compiled(everything);
  const path = async (scope: FileScope, asked: string): Promise<string> =>
    (await permissive).decide({ scope, path: asked, mode: 'code', role: 'ADMIN' });

  it.each([
    '/ws/.env',
    '/ws/a/.env.local',
    '/ws/certs/server.key',
    '/home/u/.ssh/id_ed25519',
    '/home/u/.ssh',
    '/home/u/.aws/credentials',
    '/home/u/.npmrc',
    '/home/u/.netrc',
    '/home/u/.bash_history',
    '/home/u/.config/gh/hosts.yml',
    '/home/u/.config/git/credentials',
    '/etc/shadow',
    '/proc/1/environ',
    '/var/run/docker.sock',
    '/ws/infra/terraform.tfstate',
  ])('nobody reads %s', async (asked) => {
    expect(await path('fileSystem.read', asked)).toBe('deny');
  });

  it.each([
    '/ws/.git/config',
    '/ws/.git',
    '/ws/sub/.git/hooks/pre-commit',
    '/ws/.mcgate/policy.yaml',
    '/ws/.github/workflows/ci.yml',
    '/ws/.github/actions/x/action.yml',
    '/ws/.gitlab-ci.yml',
    '/ws/.vscode/tasks.json',
    '/ws/.idea/workspace.xml',
    '/ws/.husky/pre-commit',
    '/ws/.claude/settings.json',
    '/ws/.gitattributes',
    '/ws/.npmrc',
    '/home/u/.bashrc',
    '/home/u/.profile',
    '/home/u/.zshenv',
    '/home/u/.config/fish/config.fish',
    '/home/u/.config/systemd/user/x.service',
    '/home/u/.config/mcgate/trust.json',
    '/home/u/.local/bin/git',
    '/home/u/.ssh/authorized_keys',
    '/home/u/Library/LaunchAgents/x.plist',
    '/home/u/Documents/PowerShell/Microsoft.PowerShell_profile.ps1',
    '/etc/passwd',
    '/usr/bin/git',
    '/bin/sh',
  ])('nobody writes %s, not as a temporary file either', async (asked) => {
    expect(await path('fileSystem.write', asked)).toBe('deny');
    expect(await path('fileSystem.temp', asked)).toBe('deny');
  });

  it.each([
    '/ws/src/a.ts',
    '/ws/package.json',
    '/ws/environment.ts',
    '/ws/keys/index.ts',
    '/usr/src/app/index.js',
    '/opt/app/a',
    '/ws/gitconfig.md',
  ])('%s can be allowed', async (asked) => {
    expect(await path('fileSystem.read', asked)).toBe('allow');
    expect(await path('fileSystem.write', asked)).toBe('allow');
  });

  it.each(['169.254.169.254', '[fd00:ec2::254]', '[fe80::1]', '100.100.100.200', 'metadata.google.internal', '[::ffff:169.254.169.254]'])(
    'nobody asks %s for credentials',
    async (host) => {
      for (const scope of ['network.api', 'network.llm', 'network.external'] satisfies NetworkScope[])
        expect((await permissive).decide({ scope, host: host.replaceAll(/[[\]]/g, ''), port: 80, mode: 'code', role: 'ADMIN' })).toBe(
          'deny',
        );
    },
  );

  it.each([
    'GITHUB_TOKEN',
    'npm_config_//registry.npmjs.org/:_authToken',
    'AWS_PROFILE',
    'MY_SECRET_VALUE',
    'db_password',
    'SSH_AUTH_SOCK',
    'OPENAI_API_KEY',
    'GH_PAT',
  ])('nobody reads the variable %s', async (name) => {
    expect((await permissive).decide({ scope: 'env.read', name, mode: 'code', role: 'ADMIN' })).toBe('deny');
  });

  it.each([
    'LD_PRELOAD',
    'NODE_OPTIONS',
    'PATH',
    'BASH_ENV',
    'GIT_SSH_COMMAND',
    'PYTHONPATH',
    'HTTPS_PROXY',
    'https_proxy',
    'DYLD_INSERT_LIBRARIES',
    'MCGATE_DEBUG',
  ])('nobody sets the variable %s', async (name) => {
    expect((await permissive).decide({ scope: 'env.write', name, mode: 'code', role: 'ADMIN' })).toBe('deny');
  });

  it('in mode ask nothing is changed', async () => {
    const decide = (await permissive).decide;
    expect(decide({ scope: 'fileSystem.write', path: '/ws/src/a.ts', mode: 'ask', role: 'ADMIN' })).toBe('deny');
    expect(decide({ scope: 'fileSystem.temp', path: '/tmp/a', mode: 'ask', role: 'ADMIN' })).toBe('deny');
    expect(decide({ scope: 'env.write', name: 'X', mode: 'ask', role: 'ADMIN' })).toBe('deny');
    expect(decide({ scope: 'fileSystem.read', path: '/ws/src/a.ts', mode: 'ask', role: 'ADMIN' })).toBe('allow');
  });

  it('holds on Windows too', async () => {
    const windows = await compiled(everything, {
      platform: 'windows',
      caseSensitive: false,
      workspace: 'C:\\ws',
      home: 'C:\\Users\\u',
      temp: 'C:\\Users\\u\\AppData\\Local\\Temp',
    });
    const decide = (asked: string): string => windows.decide({ scope: 'fileSystem.write', path: asked, mode: 'code', role: 'ADMIN' });
    expect(decide('C:\\ws\\src\\a.ts')).toBe('allow');
    expect(decide('c:\\WS\\.GIT\\config')).toBe('deny');
    expect(decide('C:\\Users\\u\\AppData\\Roaming\\Microsoft\\Windows\\Start Menu\\Programs\\Startup\\x.lnk')).toBe('deny');
    expect(windows.decide({ scope: 'fileSystem.write', path: 'C:\\ws\\a', mode: 'ask', role: 'ADMIN' })).toBe('deny');
  });
});

describe('by themselves', () => {
  const alone = compilePolicy(defaults, place);

  it.each([
    ['PATH', 'allow'],
    ['LC_ALL', 'allow'],
    ['HOME', 'deny'],
    ['FOO', 'deny'],
  ])('variable %s: %s', (name, effect) => {
    expect(alone.decide({ scope: 'env.read', name, mode: 'ask', role: 'USER' })).toBe(effect);
  });

  it.each([
    ['code', 'architect', 'allow'],
    ['code', 'ask', 'allow'],
    ['architect', 'code', 'ask'],
    ['architect', 'ask', 'ask'],
    ['ask', 'code', 'ask'],
    ['ask', 'architect', 'ask'],
    ['code', 'code', 'deny'],
    ['code', 'other', 'deny'],
  ])('from %s to %s: %s', (mode, to, effect) => {
    expect(alone.decide({ scope: 'modes.transitions', to, mode, role: 'USER' })).toBe(effect);
  });
});

test('have the places of the document that is shown', () => {
  const { positionOf } = secureDefaultsLayer();
  const shown = parseYamlValue(secureDefaultsText, 'shown.yaml').positionOf;
  const keys = [
    '',
    'version',
    'nowhere',
    'modes.code',
    'modes.code.nowhere.at.all',
    'roles.ADMIN.grants',
    'permissions.fileSystem.read.deny.0',
  ];
  for (const each of keys) {
    const path = each === '' ? [] : each.split('.').map((key) => (/^[0-9]+$/.test(key) ? Number(key) : key));
    expect([each, positionOf(path)]).toEqual([each, shown(path)]);
  }
});
