// The order of documents: keys as in the schema, lists sorted where their order means nothing.
import { describe, expect, test } from 'vitest';
import { orderDocument } from '../../../src/policy/language/document-order.ts';

/** Keys count by their order here. */
const written = (value: unknown): string => JSON.stringify(orderDocument(value));

describe('orderDocument', () => {
  test('keys of the schema come first, in its order; names of authors stay as they stand', () => {
    expect(written({ roles: {}, unknown: { b: 1, a: 2 }, permissions: {}, version: 1 })).toBe(
      '{"version":1,"permissions":{},"roles":{},"unknown":{"b":1,"a":2}}',
    );
    expect(written({ modes: { z: { transitions: {}, allowExecution: true }, a: {} } })).toBe(
      '{"modes":{"z":{"allowExecution":true,"transitions":{}},"a":{}}}',
    );
    expect(written({ variables: { constructor: '/c', b: '/b', a: '/a' } })).toBe('{"variables":{"constructor":"/c","b":"/b","a":"/a"}}');
  });

  test('rules: texts, then lists, then maps, each by its text', () => {
    const allow = [{ name: 'b' }, 'z', ['b'], { name: 'a' }, 'a', ['a', 'x']];
    expect(written({ permissions: { execution: { tools: { allow } } } })).toBe(
      '{"permissions":{"execution":{"tools":{"allow":["a","z",["a","x"],["b"],{"name":"a"},{"name":"b"}]}}}}',
    );
    expect(written({ sandbox: { resources: { network: { allowedHosts: ['b', 'a'] } } } })).toBe(
      '{"sandbox":{"resources":{"network":{"allowedHosts":["a","b"]}}}}',
    );
  });

  test('choices come in the order of the schema', () => {
    expect(written({ roles: { X: { grants: ['ADMIN', 'WRITE', 'READ', 'EXECUTE'] } } })).toBe(
      '{"roles":{"X":{"grants":["READ","WRITE","EXECUTE","ADMIN"]}}}',
    );
  });

  test('words of a command, layers and examples stay as they stand', () => {
    const value = {
      extends: ['b.yaml', 'a.yaml'],
      permissions: { execution: { commands: { allow: [['z', 'b', 'a'], { argv: ['z', 'a'] }] } } },
      dataClassification: { L1: { examples: ['b', 'a'] } },
    };
    expect(orderDocument(value)).toEqual(value);
  });

  test('what is no document stays as it is', () => {
    for (const value of [null, 1, 'x', true, [], ['b', 'a'], { x: [null, ['b', 'a']] }]) expect(orderDocument(value)).toEqual(value);
    expect(written({ version: { b: [2, 1], a: null }, extends: 'x' })).toBe('{"version":{"b":[2,1],"a":null},"extends":"x"}');
    expect(written({ permissions: { env: { read: { deny: null, allow: 'B' } } } })).toBe(
      '{"permissions":{"env":{"read":{"allow":"B","deny":null}}}}',
    );
  });
});
