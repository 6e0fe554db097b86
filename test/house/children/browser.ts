// Runs a script as a page of a browser would: none of Node's names are there, and modules come from the given folder alone.
// Started with --experimental-vm-modules; prints what the script hands to `console.log`.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { SourceTextModule, createContext } from 'node:vm';

const [, , folder = '', script = ''] = process.argv;
const lines: string[] = [];
/** Of what every browser has beside the language itself, all that the policy asks for. */
const page = createContext({ URL, console: { log: (...words: readonly unknown[]) => lines.push(words.map(String).join(' ')) } });
const loaded = new Map<string, SourceTextModule>();

/** `mcgate/policy` is `policy/index.js` in the folder; relative imports are as they say. */
function load(specifier: string, from: string): SourceTextModule {
  const file = specifier.startsWith('.') ? path.join(path.dirname(from), specifier) : `${specifier.replace(/^mcgate\//, '')}/index.js`;
  const known = loaded.get(file);
  if (known !== undefined) return known;
  if (specifier.startsWith('node:') || file.startsWith('..')) throw new Error(`a browser has no ${specifier}`);
  const module = new SourceTextModule(readFileSync(path.join(folder, file), 'utf8'), { context: page, identifier: file });
  loaded.set(file, module);
  return module;
}

// One line a module: where it fails, Node.js would print all of it.
process.on('uncaughtException', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
const main = new SourceTextModule(readFileSync(script, 'utf8'), { context: page, identifier: 'script.js' });
await main.link((specifier, { identifier }) => load(specifier, identifier));
await main.evaluate();
process.stdout.write(lines.map((line) => `${line}\n`).join(''));
