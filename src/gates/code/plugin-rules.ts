// The plugin rules that come in, under our ids. Which and why: docs/decisions/plugin-rules.md.
import type { Rule as Eslint } from 'eslint';
import security from 'eslint-plugin-security';
import type { CodeMatch } from './rule.ts';

const plugins: Readonly<Record<'security', { readonly rules?: Readonly<Record<string, unknown>> | undefined }>> = { security };

function ruleOf(plugin: keyof typeof plugins, name: string): Eslint.RuleModule {
  const rule = plugins[plugin].rules?.[name];
  if (rule === undefined) throw new Error(`${plugin} has no rule ${name}`);
  return rule as Eslint.RuleModule;
}

/** A `match` that runs a plugin's rule; throws at load if the plugin no longer has it. */
export function pluginRule(plugin: keyof typeof plugins, name: string, options: readonly unknown[] = []): CodeMatch {
  return { kind: 'eslint', rule: ruleOf(plugin, name), options };
}
