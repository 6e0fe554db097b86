// What goes in by one call comes out by no other; sources inside a function leave it by every caller.
import { describe, expect, it } from 'vitest';
import { findFlows } from '../../../src/analysis/taint/find-flows.ts';
import { wire, type Wire } from './double.ts';

function call(site: string, from: string, to: string): Wire {
  return { from, to, kind: 'call', site };
}

function back(site: string, from: string, to: string): Wire {
  return { from, to, kind: 'return', site };
}

/** `id` is called at two places; what comes back from the second goes into a sink. */
const twice: readonly Wire[] = [
  call('first', 'a.tainted', 'id.x'),
  back('first', 'id.result', 'a.r1'),
  call('second', 'b.constant', 'id.x'),
  back('second', 'id.result', 'b.r2'),
  { from: 'id.x', to: 'id.result' },
];

function sourcesOf(wiring: Parameters<typeof wire>[0]): readonly string[] {
  return findFlows(wire(wiring)).flows.map(({ sourceWhat, confidence, sourceKind }) => `${sourceKind}: ${sourceWhat} ${confidence}`);
}

describe('calls and returns', () => {
  it('comes out where it went in', () => {
    expect(sourcesOf({ wires: twice, sources: ['a.tainted'], sinks: ['a.r1'] })).toEqual(['remote: source a.tainted high']);
  });

  it('comes out nowhere else', () => {
    expect(sourcesOf({ wires: twice, sources: ['a.tainted'], sinks: ['b.r2'] })).toEqual([]);
  });

  it('is not kept apart in the heap', () => {
    const wires: readonly Wire[] = [...twice, { from: 'id.x', to: 'heap.cache' }, { from: 'heap.cache', to: 'b.read' }];
    expect(sourcesOf({ wires, sources: ['a.tainted'], sinks: ['b.read'] })).toHaveLength(1);
  });

  it('leaves the function of its source by every caller, and then by none that it did not go in by', () => {
    const wires: readonly Wire[] = [
      { from: 'get.source', to: 'get.result' },
      back('one', 'get.result', 'a.v'),
      back('two', 'get.result', 'b.v'),
      call('three', 'a.v', 'id.x'),
      { from: 'id.x', to: 'id.result' },
      back('three', 'id.result', 'a.w'),
      back('four', 'id.result', 'b.w'),
    ];
    expect(sourcesOf({ wires, sources: ['get.source'], sinks: ['a.v', 'b.v', 'a.w'] })).toHaveLength(3);
    expect(sourcesOf({ wires, sources: ['get.source'], sinks: ['b.w'] })).toEqual([]);
  });

  it('gives what a caller from outside hands in back to that caller alone', () => {
    const wires: readonly Wire[] = [
      { from: 'make.x', to: 'make.result' },
      back('inside', 'make.result', 'main.r'),
      call('inside', 'main.constant', 'make.x'),
      { from: 'make.x', to: 'heap.kept' },
      { from: 'heap.kept', to: 'main.read' },
      call('deeper', 'make.x', 'id.x'),
      { from: 'id.x', to: 'id.result' },
      back('deeper', 'id.result', 'make.y'),
    ];
    const into = (...sinks: readonly string[]): number => sourcesOf({ wires, exported: ['make.x'], sinks }).length;
    expect(into('main.r')).toBe(0);
    expect(into('make.result', 'make.y', 'main.read')).toBe(3);
  });

  it('goes through recursion', () => {
    const wires: readonly Wire[] = [
      call('out', 'a.s', 'rec.x'),
      call('in', 'rec.x', 'rec.x'),
      { from: 'rec.x', to: 'rec.result' },
      back('in', 'rec.result', 'rec.again'),
      { from: 'rec.again', to: 'rec.result' },
      back('out', 'rec.result', 'a.r'),
    ];
    expect(sourcesOf({ wires, sources: ['a.s'], sinks: ['a.r'] })).toHaveLength(1);
  });

  it('reaches sinks in what is called, with the way there', () => {
    const wires: readonly Wire[] = [
      call('c', 'a.s', 'run.x'),
      call('d', 'run.x', 'deep.x'),
      { from: 'deep.x', to: 'deep.y', kind: 'built' },
    ];
    const { flows } = findFlows(wire({ wires, sources: ['a.s'], sinks: ['deep.y'] }));
    expect(flows[0]?.steps.map(({ what }) => what)).toEqual([
      'source a.s',
      'is passed to a parameter',
      'is passed to a parameter',
      'is built into text',
      'goes into a shell command',
    ]);
  });

  it('tells the way through a summary', () => {
    const { flows } = findFlows(wire({ wires: twice, sources: ['a.tainted'], sinks: ['a.r1'] }));
    expect(flows[0]?.steps.map(({ what }) => what)).toEqual([
      'source a.tainted',
      'is passed to a parameter',
      'comes back from the call',
      'goes into a shell command',
    ]);
  });

  it('tells the way out of a function that was called, by the heap', () => {
    const wires: readonly Wire[] = [
      call('c', 'a.s', 'set.x'),
      call('d', 'set.x', 'put.x'),
      { from: 'put.x', to: 'heap.h' },
      { from: 'heap.h', to: 'b.read' },
      call('e', 'b.read', 'run.x'),
    ];
    const { flows } = findFlows(wire({ wires, sources: ['a.s'], sinks: ['run.x'] }));
    expect(flows[0]?.steps.map(({ start }) => start)).toHaveLength(5);
  });

  it('ends at its bound, and says so', () => {
    const answer = findFlows(wire({ wires: twice, sources: ['a.tainted'], sinks: ['a.r1'] }), { bounds: { steps: 1 } });
    expect(answer.gaps).toHaveLength(1);
  });
});

describe('confidence', () => {
  const wires = (kind: Wire['kind'], guessed = false): readonly Wire[] => [
    { from: 'f.x', to: 'f.y', guessed, ...(kind === undefined ? {} : { kind }) },
  ];

  it.each([
    ['remote: source f.x high', { wires: wires('same'), sources: ['f.x'], sinks: ['f.y'] }],
    ['remote: source f.x medium', { wires: wires('built', true), sources: ['f.x'], sinks: ['f.y'] }],
    ['parameter: parameter of the exported API medium', { wires: wires('built'), exported: ['f.x'], sinks: ['f.y'], plain: true }],
    ['parameter: parameter of the exported API low', { wires: wires('same'), exported: ['f.x'], sinks: ['f.y'], plain: true }],
    ['parameter: parameter of the exported API low', { wires: wires('built', true), exported: ['f.x'], sinks: ['f.y'] }],
  ])('%s', (expected, wiring) => {
    expect(sourcesOf(wiring)).toEqual([expected]);
  });

  it('is that of the surest way', () => {
    const both = [...wires('built', true), { from: 'f.x', to: 'f.m' }, { from: 'f.m', to: 'f.y', kind: 'built' as const }];
    expect(sourcesOf({ wires: both, sources: ['f.x'], sinks: ['f.y'] })).toEqual(['remote: source f.x high']);
    expect(sourcesOf({ wires: both, sources: ['f.x'], exported: ['f.x'], sinks: ['f.y'] })).toEqual(['remote: source f.x high']);
  });
});
