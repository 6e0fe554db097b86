// Every kind of pattern, parsed.
import type { PatternSource } from '../model.ts';
import type { PolicyEnvironment } from '../request/request.ts';
import { parseArgvPattern } from './argv.ts';
import { parseHostPattern } from './host.ts';
import { parseNamePattern, parseVariablePattern } from './name.ts';
import type { ParsedPattern } from './nodes.ts';
import { parsePathPattern } from './path.ts';

/**
 * The sequences of a pattern, or what is wrong with it. Never throws, whatever the text holds. No sequences at all is a pattern that can match
 * nothing in this environment: a Windows drive elsewhere.
 */
export function parsePattern(source: PatternSource, environment: PolicyEnvironment): ParsedPattern {
  switch (source.kind) {
    case 'path':
      return parsePathPattern(source.text, environment);
    case 'host':
      return parseHostPattern(source.text);
    case 'env':
      return parseVariablePattern(source.text, environment);
    case 'name':
      return parseNamePattern(source.text, source.digest, source.signedBy);
    case 'argv':
      return parseArgvPattern(source.words, source.digest, source.signedBy);
  }
}
