// The plugin rules that come in, under our ids. Which and why: docs/decisions/plugin-rules.md.
import type { Rule as Eslint } from 'eslint';
import regexp from 'eslint-plugin-regexp';
import security from 'eslint-plugin-security';
import type { CodeMatch } from './rule.ts';

const plugins: Readonly<Record<'regexp' | 'security', { readonly rules?: Readonly<Record<string, unknown>> | undefined }>> = {
  regexp,
  security,
};

function ruleOf(plugin: keyof typeof plugins, name: string): Eslint.RuleModule {
  const rule = plugins[plugin].rules?.[name];
  if (rule === undefined) throw new Error(`${plugin} has no rule ${name}`);
  return rule as Eslint.RuleModule;
}

/** A `match` that runs a plugin's rule; throws at load if the plugin no longer has it. */
export function pluginRule(plugin: keyof typeof plugins, name: string, options: readonly unknown[] = []): CodeMatch {
  return { kind: 'eslint', rule: ruleOf(plugin, name), options };
}

const maxRepeats = 60;
const maxNesting = 12;

/** True for a pattern on which the plugin's own analysis, which is exponential, could take minutes. */
function isTooComplex(pattern: string): boolean {
  let repeats = 0;
  let nesting = 0;
  let deepest = 0;
  for (let at = 0; at < pattern.length; at += 1) {
    const character = pattern[at];
    if (character === '\\') at += 1;
    else if (character === '*' || character === '+' || character === '{') repeats += 1;
    else if (character === '(') deepest = Math.max(deepest, (nesting += 1));
    else if (character === ')') nesting -= 1;
  }
  return repeats > maxRepeats || deepest > maxNesting;
}

/**
 * A `match` for a rule of eslint-plugin-regexp that leaves out literals too complex to analyse, and with
 * `reportsComplex` reports them instead: what cannot be judged is not passed in silence.
 */
export function regexRule(name: string, options: readonly unknown[], reportsComplex: boolean): CodeMatch {
  const inner = ruleOf('regexp', name);
  const rule: Eslint.RuleModule = {
    meta: {
      ...inner.meta,
      messages: { ...inner.meta?.messages, tooComplex: 'This pattern is too complex to be judged: split it, or parse by hand.' },
    },
    create(context) {
      const listener = inner.create(context);
      return {
        ...listener,
        Literal(node) {
          if (!('regex' in node) || !isTooComplex(node.regex.pattern)) listener.Literal?.(node);
          else if (reportsComplex) context.report({ node, messageId: 'tooComplex' });
        },
      };
    },
  };
  return { kind: 'eslint', rule, options };
}
