// Answers of workers that read hostile source: what is none is taken for none.
import { describe, expect, it } from 'vitest';
import { lintAnswerOf } from '../../../src/gates/code/task.ts';

const file = { looked: 'code', findings: [], problem: null, graph: null, named: [], foreign: false };
const judgedPattern = { question: '/a', judged: { answer: { kind: 'safe' }, taken: { analysis: 0, attack: 0, matching: 0 } } };
const answer = { files: [file], graphs: [null], judgedPatterns: [judgedPattern] };

describe('the answer to a task of one file', () => {
  it('is what it is', () => {
    expect(lintAnswerOf(answer, 1)).toEqual(answer);
  });

  it.each([
    ['no object', 'answer'],
    ['nothing', null],
    ['of another number of files', { ...answer, files: [file, file] }],
    ['whose first file was not looked at', { ...answer, files: [null] }],
    ['whose file is none', { ...answer, files: [{ ...file, looked: 'away' }] }],
    ['without graphs', { ...answer, graphs: undefined }],
    ['of another number of graphs', { ...answer, graphs: [] }],
    ['whose graph is no bytes', { ...answer, graphs: ['graph'] }],
    ['without judged patterns', { ...answer, judgedPatterns: undefined }],
    ['whose judged pattern has no text', { ...answer, judgedPatterns: [{ ...judgedPattern, question: 1 }] }],
    ['whose judged pattern has no verdict', { ...answer, judgedPatterns: [{ ...judgedPattern, judged: null }] }],
    ['whose judged pattern is none', { ...answer, judgedPatterns: [null] }],
  ])('is none: %s', (_, value) => {
    expect(lintAnswerOf(value, 1)).toBeNull();
  });
});
