// Documents and layers: what is loaded decides as the oracle reads it, and what says the same is the same policy with the same digest.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePolicy } from '../../../src/policy/compiled-policy.ts';
import { diffPolicies } from '../../../src/policy/difference/diff-policies.ts';
import { effectiveDocument } from '../../../src/policy/language/effective.ts';
import { policyDigest } from '../../../src/policy/language/policy-digest.ts';
import type { Policy } from '../../../src/policy/model.ts';
import { readPolicy } from '../oracle/document.ts';
import type { Document } from '../oracle/document.ts';
import { createOracle } from '../oracle/oracle.ts';
import { families, ruleLayers } from './documents.ts';
import type { Family } from './documents.ts';
import { loadDefaults, loadDocument } from './loading.ts';
import { patience, runsOf } from './plan.ts';
import { linux } from './policies.ts';

const paths = ['/a', '/a/b', '/b', '/b/c', '/ws', '/ws/a', '/ws/a/a', '/ws/.a', '/home/me/a', '/tmp/a/b', '/a/a', '/a/b/b', '/b/b/a'];
const hosts = ['a.b', 'c.b', 'c.c.b', '10.1.2.3', '::1', 'x'];
const names = ['a', 'aa', 'b', 'A_B', 'A_C', 'ab'];
const digest = `sha256:${'1'.repeat(64)}`;
const lines = [['a'], ['a', 'b'], ['a', 'b', 'c'], ['b', ''], ['bb', ''], ['c']];

const provenance = fc.constantFrom({}, {}, { digest }, { signedBy: 's' }, { digest, signedBy: 't' });
const resources = fc.oneof(
  fc.record({
    scope: fc.constantFrom('fileSystem.read', 'fileSystem.write', 'fileSystem.temp', 'sandbox.fileSystem.read'),
    path: fc.constantFrom(...paths),
  }),
  fc.record({
    scope: fc.constantFrom('network.llm', 'network.api', 'network.external', 'sandbox.network.api', 'sandbox.network.llm'),
    host: fc.constantFrom(...hosts),
    port: fc.constantFrom(80, 443, 8080),
  }),
  fc.record({ scope: fc.constantFrom('env.read', 'env.write'), name: fc.constantFrom(...names) }),
  fc
    .tuple(fc.constantFrom('execution.tools', 'sandbox.execution.tools'), fc.constantFrom(...names), provenance)
    .map(([scope, name, by]) => ({ scope, name, ...by })),
  fc
    .tuple(fc.constantFrom('execution.commands', 'sandbox.execution.commands'), fc.constantFrom(...lines), provenance)
    .map(([scope, argv, by]) => ({ scope, argv, ...by })),
  fc.record({
    scope: fc.constantFrom('resources.memory', 'resources.cpu', 'resources.connections'),
    amount: fc.constantFrom(0, 5, 11, 100, 1024, 1e6),
  }),
  fc.record({ scope: fc.constant('modes.transitions'), to: fc.constantFrom('code', 'ask', 'review', 'architect') }),
  fc.constant({ scope: 'roles.administration' }),
);
const asked = fc
  .tuple(
    resources,
    fc.constantFrom('code', 'code', 'review', 'ask', 'architect'),
    fc.constantFrom('DEVELOPER', 'USER', 'REVIEWER', 'ADMIN'),
  )
  .map(([resource, mode, role]) => ({ ...resource, mode, role }));

async function load({ document, files }: Family): Promise<Policy> {
  return loadDocument(document, files);
}

function expectSame(one: Policy, other: Policy): void {
  expect(policyDigest(one)).toBe(policyDigest(other));
  expect(diffPolicies(one, other)).toEqual({ equal: true, widened: [], narrowed: [], undetermined: [] });
}

/** The same variables under other names, everywhere. */
function renamed(document: Document): Document {
  const text = JSON.stringify(document)
    .replaceAll('${x}', '${first_folder}')
    .replaceAll('${y}', '${second_folder}')
    .replaceAll('"x":', '"first_folder":')
    .replaceAll('"y":', '"second_folder":');
  return JSON.parse(text) as Document;
}

test(
  'a policy of layers decides as the oracle reads it',
  async () => {
    const defaults = await loadDefaults();
    await fc.assert(
      fc.asyncProperty(families, fc.array(asked, { minLength: 5, maxLength: 20 }), async (family, requests) => {
        const compiled = compilePolicy(await load(family), linux);
        const oracle = createOracle(readPolicy(family.document, family.files, defaults), linux);
        expect(requests.map((request) => compiled.decide(request))).toEqual(requests.map((request) => oracle.decide(request)));
      }),
      runsOf('layers'),
    );
  },
  patience,
);

test(
  'what is printed with all its layers loads as the same policy, and so do renamed variables and layers that are written into one file',
  async () => {
    await fc.assert(
      fc.asyncProperty(families, async (family) => {
        const policy = await load(family);
        expectSame(policy, await loadDocument(effectiveDocument(policy)));
        const files = new Map(Array.from(family.files, ([name, document]) => [name, renamed(document)]));
        expectSame(policy, await loadDocument(renamed(family.document), files));
      }),
      runsOf('print policies'),
    );
  },
  patience,
);

test(
  'layers of rules are the same in any order, and as one file',
  async () => {
    await fc.assert(
      fc.asyncProperty(ruleLayers, async (layers) => {
        const files = new Map(layers.map((layer, index) => [`${index}.yaml`, layer]));
        const names = Array.from(files.keys());
        const [all, reversed] = await Promise.all([
          loadDocument({ extends: names }, files),
          loadDocument({ extends: names.toReversed() }, files),
        ]);
        expectSame(all, reversed);
        expectSame(all, await loadDocument(together(layers)));
      }),
      runsOf('layers in order'),
    );
  },
  patience,
);

/** All rules in one document. */
function together(layers: readonly Document[]): object {
  const permissions: Record<string, Record<string, Record<string, unknown[]>>> = {};
  for (const layer of layers) {
    for (const [group, sections] of Object.entries(layer.permissions ?? {})) {
      for (const [section, lists] of Object.entries(sections)) {
        for (const [effect, items] of Object.entries(lists)) {
          const target = ((permissions[group] ??= {})[section] ??= {});
          (target[effect] ??= []).push(...items);
        }
      }
    }
  }
  return { permissions };
}
