// A request as a person writes it on the command line, or a test of a policy has it.
import { McgateError } from '../../core/error.ts';
import { parseAmount } from './amount.ts';
import type { PolicyEnvironment, Resource } from './request.ts';
import { parseScope } from './scopes.ts';

/** Only `${workspace}`, `${home}` and `${temp}` of a path are looked up in it; without one they stay, and the path is denied as relative. */
export type Folders = Pick<PolicyEnvironment, 'workspace' | 'home' | 'temp'>;

/**
 * What is asked: a scope, then a path; `<host>:<port>`, an IPv6 address in brackets; a name; `--` and the words of a command; an amount; or the
 * mode that is gone to. Names and commands take `--digest=` and `--signed-by=` first. Nothing is judged here: a relative path is one, and denied.
 * @throws {McgateError} `usage`, if there is no such scope or the words are not what it takes.
 */
export function parseRequest(scopeName: string, words: readonly string[], folders?: Folders): Resource {
  const scope = parseScope(scopeName);
  const plain = words[0] === '--' ? words.slice(1) : words;
  switch (scope) {
    case 'fileSystem.read':
    case 'fileSystem.write':
    case 'fileSystem.temp':
    case 'sandbox.fileSystem.read':
    case 'sandbox.fileSystem.write':
    case 'sandbox.fileSystem.temp':
      return { scope, path: withFolder(onlyWord(scope, 'a path', plain), folders) };
    case 'network.api':
    case 'network.llm':
    case 'network.external':
    case 'sandbox.network.api':
    case 'sandbox.network.llm':
    case 'sandbox.network.external':
      return { scope, ...parseDestination(onlyWord(scope, 'a host and a port', plain)) };
    case 'env.read':
    case 'env.write':
    case 'sandbox.env.read':
    case 'sandbox.env.write':
      return { scope, name: onlyWord(scope, 'a name', plain) };
    case 'execution.functions':
    case 'execution.tools':
    case 'execution.plugins':
    case 'sandbox.execution.functions':
    case 'sandbox.execution.tools':
    case 'sandbox.execution.plugins': {
      const { provenance, rest } = parseProvenance(words);
      return { scope, name: onlyWord(scope, 'a name', rest), ...provenance };
    }
    case 'execution.commands':
    case 'sandbox.execution.commands': {
      const { provenance, rest } = parseProvenance(words);
      if (rest.length === 0) throw wrongWords(scope, 'the words of a command after "--"');
      return { scope, argv: rest, ...provenance };
    }
    case 'resources.memory':
    case 'resources.cpu':
    case 'resources.connections':
      return { scope, amount: parseAmount(scope, onlyWord(scope, 'an amount', plain)) };
    case 'modes.transitions':
      return { scope, to: onlyWord(scope, 'a mode', plain) };
    case 'roles.administration':
      if (words.length > 0) throw wrongWords(scope, 'nothing');
      return { scope };
  }
}

function onlyWord(scope: string, what: string, words: readonly string[]): string {
  const [word, ...others] = words;
  if (word === undefined || others.length > 0) throw wrongWords(scope, what);
  return word;
}

function wrongWords(scope: string, what: string): McgateError {
  return new McgateError('usage', `${scope} takes ${what}.`, {
    remedy: 'A request is a scope and what is asked for: fileSystem.read <path>',
  });
}

function withFolder(path: string, folders: Folders | undefined): string {
  const [, name, rest = ''] = /^\$\{(workspace|home|temp)\}((?:\/.*)?)$/su.exec(path) ?? [];
  return folders === undefined || (name !== 'workspace' && name !== 'home' && name !== 'temp') ? path : folders[name] + rest;
}

/** What is behind the last colon is the port. */
function parseDestination(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':');
  const [host, port] = [text.slice(0, Math.max(colon, 0)), text.slice(colon + 1)];
  const ambiguous = host.includes(':') && !(host.startsWith('[') && host.endsWith(']'));
  if (colon < 1 || ambiguous || !/^[0-9]{1,5}$/.test(port))
    throw new McgateError('usage', `${JSON.stringify(text.slice(0, 300))} is no host and port.`, {
      remedy: 'Write <host>:<port>, an IPv6 address in brackets: api.example.com:443, [2001:db8::1]:443.',
    });
  return { host, port: Number(port) };
}

interface Provenance {
  digest?: string;
  signedBy?: string;
}

function parseProvenance(words: readonly string[]): { readonly provenance: Provenance; readonly rest: readonly string[] } {
  const provenance: Provenance = {};
  for (const [index, word] of words.entries()) {
    if (word === '--') return { provenance, rest: words.slice(index + 1) };
    const [, key, value = ''] = /^--(digest|signed-by)=(.*)$/su.exec(word) ?? [];
    if (key === undefined && word.startsWith('--'))
      throw new McgateError('usage', `There is no option ${JSON.stringify(word.slice(0, 60))} here.`, {
        remedy: 'Write --digest=<digest> or --signed-by=<principal>, and "--" before words that start with it.',
      });
    if (key === undefined) return { provenance, rest: words.slice(index) };
    provenance[key === 'digest' ? 'digest' : 'signedBy'] = value;
  }
  return { provenance, rest: [] };
}
