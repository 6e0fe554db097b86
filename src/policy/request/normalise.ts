// One text for each request, whatever way it was written; the engine reads nothing else.
import { normaliseArgv } from './argv.ts';
import { normaliseHost } from './host.ts';
import { normaliseName, normaliseVariable } from './name.ts';
import { normalisePath } from './path.ts';
import type { PatternScope, PolicyEnvironment, Resource } from './request.ts';

/** What is asked in a scope whose rules are patterns. */
export type PatternResource = Extract<Resource, { readonly scope: PatternScope }>;

/**
 * The request's text: each segment after its kind's separator. Null if it cannot be normalised, which is a deny. Never throws, whatever the
 * fields hold, and takes time linear in their length.
 */
export function normaliseRequest(resource: PatternResource, environment: PolicyEnvironment): string | null {
  switch (resource.scope) {
    case 'fileSystem.read':
    case 'fileSystem.write':
    case 'fileSystem.temp':
    case 'sandbox.fileSystem.read':
    case 'sandbox.fileSystem.write':
    case 'sandbox.fileSystem.temp':
      return normalisePath(resource.path, environment);
    case 'network.api':
    case 'network.llm':
    case 'network.external':
    case 'sandbox.network.api':
    case 'sandbox.network.llm':
    case 'sandbox.network.external':
      return normaliseHost(resource.host, resource.port);
    case 'env.read':
    case 'env.write':
    case 'sandbox.env.read':
    case 'sandbox.env.write':
      return normaliseVariable(resource.name, environment);
    case 'execution.functions':
    case 'execution.tools':
    case 'execution.plugins':
    case 'sandbox.execution.functions':
    case 'sandbox.execution.tools':
    case 'sandbox.execution.plugins':
      return normaliseName(resource.name, resource.digest, resource.signedBy);
    case 'execution.commands':
    case 'sandbox.execution.commands':
      return normaliseArgv(resource.argv, resource.digest, resource.signedBy);
    default:
      // A caller without types may ask for anything.
      return null;
  }
}
