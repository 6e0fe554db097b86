import type { PolicyEnvironment, Resource } from './request.js';
/** Only `${workspace}`, `${home}` and `${temp}` of a path are looked up in it; without one they stay, and the path is denied as relative. */
export type Folders = Pick<PolicyEnvironment, 'workspace' | 'home' | 'temp'>;
/**
 * What is asked: a scope, then a path; `<host>:<port>`, an IPv6 address in brackets; a name; `--` and the words of a command; an amount; or the
 * mode that is gone to. Names and commands take `--digest=` and `--signed-by=` first. Nothing is judged here: a relative path is one, and denied.
 * @throws {McgateError} `usage`, if there is no such scope or the words are not what it takes.
 */
export declare function parseRequest(scopeName: string, words: readonly string[], folders?: Folders): Resource;
