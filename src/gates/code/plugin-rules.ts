// The plugin rules that come in, under our ids. Which and why: docs/decisions/0003-plugin-rules.md.
import type { Rule as Eslint } from 'eslint';
import regexp from 'eslint-plugin-regexp';
import security from 'eslint-plugin-security';
import type { CodeMatch } from './rule.ts';

const plugins: Readonly<Record<'regexp' | 'security', { readonly rules?: Readonly<Record<string, unknown>> | undefined }>> = {
  regexp,
  security,
};

/** A `match` that runs a plugin's rule; throws at load if the plugin no longer has it. */
export function pluginRule(plugin: keyof typeof plugins, name: string, options: readonly unknown[] = []): CodeMatch {
  const rule = plugins[plugin].rules?.[name];
  if (rule === undefined) throw new Error(`${plugin} has no rule ${name}`);
  return { kind: 'eslint', rule: rule as Eslint.RuleModule, options };
}
