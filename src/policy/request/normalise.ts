// One text for each request, whatever way it was written; the engine reads nothing else.
import type { PatternSource } from '../model.ts';
import { normaliseArgv } from './argv.ts';
import { normaliseHost } from './host.ts';
import { normaliseName, normaliseVariable } from './name.ts';
import { normalisePath } from './path.ts';
import type { PolicyEnvironment } from './request.ts';

/**
 * The request's text, by what the scope's requests are: each segment after its kind's separator. Null if it cannot be normalised, which is a
 * deny. Never throws, whatever the fields hold, and takes time linear in their length. Each field is read once.
 */
export function textOf(kind: PatternSource['kind'], request: object, environment: PolicyEnvironment): string | null {
  const asked = request as Readonly<Partial<Record<string, unknown>>>;
  switch (kind) {
    case 'path':
      return normalisePath(asked['path'], environment);
    case 'host':
      return normaliseHost(asked['host'], asked['port']);
    case 'env':
      return normaliseVariable(asked['name'], environment);
    case 'name':
      return normaliseName(asked['name'], asked['digest'], asked['signedBy']);
    case 'argv':
      return normaliseArgv(asked['argv'], asked['digest'], asked['signedBy']);
  }
}
