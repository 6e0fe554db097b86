import type { PatternSource } from '../model.js';
import type { PolicyEnvironment } from './request.js';
/**
 * The words after the scope, quoted for a shell where they must be; `parseRequest` of them, normalised, is the text again. The environment's
 * folders are written `${workspace}`, `${home}` and `${temp}`.
 */
export declare function formatText(kind: PatternSource['kind'], text: string, environment: PolicyEnvironment): string;
