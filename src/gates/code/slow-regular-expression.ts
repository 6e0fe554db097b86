// How the rules about slow regular expressions report one: the message, the confidence and the attack that proves it.
import { spellAttack } from '../../analysis/regex/spelling.ts';
import type { Vulnerability } from '../../analysis/regex/check.ts';
import type { AttackEvidence, Confidence } from '../../core/documents.ts';
import { inspect } from './ast/inspect.ts';
import { regularExpressions } from './regular-expressions.ts';
import type { InspectMatch, SlowMatch } from './rule.ts';

/**
 * A `match` that reports verified attacks: where the pattern is written, and, where text from outside is matched by it, there. With `tellsUnjudged` also,
 * at low confidence, what could not be judged.
 */
export function slowRegularExpression(slow: SlowMatch, tellsUnjudged: boolean): InspectMatch {
  const match = inspect((file, report) =>
    regularExpressions(file, (node, verdict) => {
      if (verdict.kind === 'vulnerable' && verdict.inOneAttempt === slow.inOneAttempt) {
        const evidence = attackEvidence(verdict);
        report(node, attackMessage(verdict, evidence.text), { confidence: confidenceOf(verdict), evidence });
      }
      // What is no regular expression throws where it is made: a mistake, but not this one.
      if (verdict.kind === 'unjudged' && verdict.reason !== 'syntax' && tellsUnjudged) {
        report(node, 'This pattern is too complex to be judged: split it, or parse by hand.', { confidence: 'low' });
      }
    }),
  );
  return { ...match, slow };
}

/** An exponential attack is proved by a short text; what a polynomial does depends on how long a text may get. */
function confidenceOf({ growth }: Vulnerability): Confidence {
  return growth.kind === 'exponential' || growth.degree > 2 ? 'high' : 'medium';
}

/** What an attack does, in a sentence. */
export function attackMessage({ growth, inOneAttempt }: Vulnerability, text: string): string {
  if (growth.kind === 'exponential') return `Each repetition in ${text} multiplies the time to match it.`;
  const power = powers[growth.degree] ?? `power of ${String(growth.degree)}`;
  const why = inOneAttempt ? '' : ', because the search starts anew at each character';
  return `The time to match grows with the ${power} of the length${why}: ${text}.`;
}

const powers: Readonly<Record<number, string>> = { 2: 'square', 3: 'cube' };

/** The text that was tried, and what matching it took. */
export function attackEvidence({ growth, attack, samples }: Vulnerability): AttackEvidence {
  const largest = samples.reduce((a, b) => (b.count > a.count ? b : a));
  // The first text that reached the limit of a run: a longer one shows nothing more.
  const shown = samples.find(({ cut }) => cut) ?? largest;
  const { length, steps } = shown;
  if (growth.kind === 'exponential') return { kind: 'attack', text: spellAttack(attack, shown.count), growth: growth.kind, length, steps };
  const text = spellAttack(attack, countFor(manySteps, shown, growth.degree));
  return { kind: 'attack', text, growth: growth.kind, degree: growth.degree, length, steps };
}

/** Holds a thread for seconds. */
const manySteps = 1e9;

/** The number of pumps at which a polynomial reaches so many steps, as far as one sample tells; rounded up to one digit. */
function countFor(wanted: number, { count, steps }: { readonly count: number; readonly steps: number }, degree: number): number {
  const exact = count * (wanted / steps) ** (1 / degree);
  const unit = 10 ** Math.floor(Math.log10(exact));
  return Math.ceil(exact / unit) * unit;
}
