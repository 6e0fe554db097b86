import type { Policy } from '../model.js';
import { type PolicyLoader } from './layers.js';
export type { PolicyLoader } from './layers.js';
/**
 * The policy at `path`, layers merged, every pattern tried. Null, or a path where there is no file, is the secure defaults. Throws
 * McgateError `invalid-document` with up to twenty problems, each with file, line, column and key; and what `loader.read` throws.
 */
export declare function loadPolicy(loader: PolicyLoader, path: string | null): Promise<Policy>;
