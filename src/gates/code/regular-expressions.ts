// Every regular expression of a file whose text is known, judged once: a literal, or `RegExp` of constants.
import { createRegexChecker, type Verdict } from '../../analysis/regex/check.ts';
import { calleeOf } from './ast/names.ts';
import { patternOf } from './ast/pattern-text.ts';
import type { Call, Visitors } from './ast/inspect.ts';
import type { Node, SourceFile } from './ast/source-file.ts';
import { textOf } from './ast/values.ts';

// Two rules ask about the same expressions. The entry dies with the file.
const checkers = new WeakMap<SourceFile, (source: string, flags: string) => Verdict>();

/** Visitors that hand each regular expression's verdict to `judge`. One file's work is bounded; what is beyond it is `unjudged`. */
export function regularExpressions(file: SourceFile, judge: (node: Node, verdict: Verdict) => void): Visitors {
  const check = checkers.get(file) ?? createRegexChecker();
  checkers.set(file, check);
  const construct = (call: Call): void => {
    if (calleeOf(call, file) !== 'global:RegExp') return;
    const [source, flags] = call.arguments;
    const pattern = patternOf(source, file);
    const letters = flags === undefined ? (pattern?.flags ?? '') : textOf(flags, file);
    // A literal within is judged where it stands.
    if (pattern !== null && !pattern.isLiteral) judge(call, check(pattern.source, knownFlags(letters ?? '')));
  };
  return {
    Literal(node) {
      if ('regex' in node) judge(node, check(node.regex.pattern, knownFlags(node.regex.flags)));
    },
    CallExpression: construct,
    NewExpression: construct,
  };
}

/** Flags that cannot be known do not matter much: they are left out. */
function knownFlags(flags: string): string {
  return [...new Set(flags)].filter((flag) => 'dgimsuvy'.includes(flag)).join('');
}
