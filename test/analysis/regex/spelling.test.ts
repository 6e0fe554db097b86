// An attack as it is printed is one line that can be pasted, and it gives the very text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attackText, type Attack } from '../../../src/analysis/regex/attack.ts';
import { spellAttack } from '../../../src/analysis/regex/spelling.ts';

/** The value of what `spellAttack` wrote: strings, `.repeat(n)` and `+` alone. */
function valueOf(spelled: string): string {
  return spelled
    .split(/ \+ (?=')/)
    .map((part) => {
      const [, quoted = '', count = '1'] = /^'(.*)'(?:\.repeat\((\d+)\))?$/.exec(part) ?? [];
      const text = JSON.parse(`"${quoted.replaceAll("\\'", "'").replaceAll('"', '\\"')}"`) as string;
      return text.repeat(Number(count));
    })
    .join('');
}

describe('spellAttack', () => {
  it.each<readonly [Attack, string]>([
    [{ prefix: '', pump: 'a', suffix: '!' }, "'a'.repeat(30) + '!'"],
    [{ prefix: '"', pump: '\\', suffix: '' }, `'"' + '\\\\'.repeat(30)`],
    [{ prefix: "'", pump: '\n\t\r', suffix: '\u0000' }, "'\\'' + '\\n\\t\\r'.repeat(30) + '\\u0000'"],
    [{ prefix: '', pump: '😀', suffix: '\u202e' }, "'\\ud83d\\ude00'.repeat(30) + '\\u202e'"],
    [{ prefix: 'x'.repeat(100), pump: 'a', suffix: '' }, `'${'x'.repeat(60)}…' + 'a'.repeat(30)`],
  ])('%j', (attack, spelled) => {
    expect(spellAttack(attack, 30)).toBe(spelled);
  });

  it('gives the text, in printable ASCII', () => {
    const part = fc.string({ unit: 'binary', maxLength: 12 });
    fc.assert(
      fc.property(part, fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), part, (prefix, pump, suffix) => {
        const attack = { prefix, pump, suffix };
        const spelled = spellAttack(attack, 3);
        expect(spelled).toMatch(/^[ -~]*$/);
        expect(valueOf(spelled)).toBe(attackText(attack, 3));
      }),
      { numRuns: 300, seed: 2 },
    );
  });
});
