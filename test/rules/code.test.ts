// Every rule of the code gate says what it must, and its examples are what it says they are.
import { describe, expect, it } from 'vitest';
import { loadCodeRules } from './catalogue.ts';
import { follow } from './follow.ts';
import { lint } from './lint.ts';

const rules = await loadCodeRules();

describe.each(rules)('code/%s', (name, rule) => {
  it('is named by its path', () => {
    expect(rule.id).toBe(`code/${name}`);
  });

  it('says what is wrong, why, and how to mend it', () => {
    for (const text of [rule.title, rule.rationale, rule.remediation]) expect(text.trim()).not.toBe('');
    expect(rule.title.length).toBeLessThanOrEqual(120);
    expect(rule.cwe.length).toBeGreaterThan(0);
    expect(rule.references.length).toBeGreaterThan(0);
    for (const reference of rule.references) expect(new URL(reference).protocol).toBe('https:');
  });

  it('has examples of both kinds', () => {
    expect(rule.examples.bad.length).toBeGreaterThan(0);
    expect(rule.examples.good.length).toBeGreaterThan(0);
  });

  if (rule.match.kind === 'inspect') {
    it.each(rule.examples.bad.map((example, index) => [index, example] as const))('reports bad example %i', (_, example) => {
      expect(lint(rule, example.file ?? 'example.ts', example.code), example.code).not.toHaveLength(0);
    });
    it.each(rule.examples.good.map((example, index) => [index, example] as const))('is silent on good example %i', (_, example) => {
      expect(lint(rule, example.file ?? 'example.ts', example.code), example.code).toEqual([]);
    });
  }

  if (rule.match.kind === 'flow') {
    const { class: flowClass, covers } = rule.match;
    it('covers rules that there are', () => {
      const ids = rules.map(([, { id, match }]) => (match.kind === 'flow' ? '' : id));
      for (const id of covers) expect(ids).toContain(id);
    });
    it.each(rule.examples.bad.map((example, index) => [index, example] as const))('follows bad example %i', (_, example) => {
      expect(follow(flowClass, example.file ?? 'example.ts', example.code), example.code).not.toHaveLength(0);
    });
    it.each(rule.examples.good.map((example, index) => [index, example] as const))('is silent on good example %i', (_, example) => {
      expect(follow(flowClass, example.file ?? 'example.ts', example.code), example.code).toEqual([]);
    });
  }
});
