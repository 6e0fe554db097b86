import type { SettingValue } from '../model.js';
/** How `after` stands to `before`; `unordered` where neither is looser. */
export type SettingComparison = 'looser' | 'stricter' | 'equal' | 'unordered';
/** True for a key whose values compare by an order. */
export declare function isSetting(key: string): boolean;
/** The value by which a setting compares: durations are seconds, sizes bytes, rates so many a minute, percentages numbers, lists sorted. */
export declare function parseSetting(key: string, value: SettingValue): SettingValue;
/** The value as a document writes it; `parseSetting` of it is the same value. */
export declare function documentSetting(key: string, value: SettingValue): SettingValue;
/** The value in words: `30m`, `AES-256-GCM`, `[GDPR, ISO 27001]`. */
export declare function formatSetting(key: string, value: SettingValue): string;
/**
 * What becomes of a setting between two policies. Where it has no order, a change and a removal are `unordered`. An absent side
 * (undefined) is looser than any value.
 */
export declare function compareSetting(key: string, before: SettingValue | undefined, after: SettingValue | undefined): SettingComparison;
