// What a policy means, for whoever asks it: load, decide, explain. Nothing here touches a disk or needs Node; what compares is in difference/.
export type { Effect } from './automaton/sequence.ts';
export { compilePolicy, type CompiledPolicy, rulesFor } from './compiled-policy.ts';
export { explain, type Explanation, type Reason } from './explain.ts';
export { effectiveDocument } from './language/effective.ts';
export { loadPolicy, type PolicyLoader } from './language/load-policy.ts';
export { compareSetting, formatSetting, type SettingComparison } from './language/settings.ts';
export type { ModeRules, Origin, PatternSource, Policy, PolicyRule, Right, SettingValue } from './model.ts';
export type { NearestRule } from './nearest-rule.ts';
export { parseRequest } from './request/parse.ts';
export type { PolicyEnvironment, Request, Resource, Scope } from './request/request.ts';
