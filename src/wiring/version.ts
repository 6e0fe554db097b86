// mcgate's version, from package.json; the bundle carries it.
import manifest from '../../package.json' with { type: 'json' };

export const version: string = manifest.version;
