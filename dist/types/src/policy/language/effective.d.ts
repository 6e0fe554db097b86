import type { PatternSource, Policy } from '../model.js';
/**
 * The document without `extends` and variables that loads as this policy: rules sorted and each once, modes, roles, and every setting. Equal
 * policies give equal documents, whatever their layers, order and lines.
 */
export declare function effectiveDocument(policy: Policy): object;
/** The pattern as an item of a document's list. */
export declare function documentItem(pattern: PatternSource): string | object;
