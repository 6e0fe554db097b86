// Reads the look-alikes of test/analysis/twins/: pairs of programs, unsafe and safe, that differ in one place, written ⟪unsafe⇄safe⟫ in one line.
// A line may begin with a mark and a space. `~`: one of the two checks is doubtful rather than wrong. `!`: the engine does not tell them apart yet.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { flowClasses, type FlowClass } from '../../src/analysis/models/model.ts';

export interface Twin {
  readonly class: FlowClass;
  readonly line: string;
  readonly isDoubtful: boolean;
  readonly isGap: boolean;
  readonly unsafe: string;
  readonly safe: string;
}

interface TwinFile {
  readonly head: ReadonlyMap<string, string>;
  readonly frame: string;
  readonly lines: readonly string[];
}

const folder = join(import.meta.dirname, 'twins');
const mark = /^[!~] /u;
const differences = /⟪([^⟪⇄⟫]*)⇄([^⟪⇄⟫]*)⟫/gu;

function read(name: string): TwinFile {
  const [before = '', after = ''] = readFileSync(join(folder, name), 'utf8').split('\n---\n');
  const [top = '', frame = ''] = before.split('\nframe:\n');
  const head = top
    .split('\n')
    .map((line) => /^(\w+): (.*)$/u.exec(line))
    .flatMap((match) => (match === null ? [] : [[match[1] ?? '', match[2] ?? ''] as const]));
  return { head: new Map(head), frame, lines: after.split('\n').filter((line) => line !== '') };
}

/** Every pair of one class: those of its own file, and the general ones with its sink in them, but for those whose text holds one of `except`. */
export function twinsOf(file: string): readonly Twin[] {
  const { head, frame, lines } = read(`${file}.txt`);
  const name = flowClasses.find((each) => each === head.get('class'));
  const sink = head.get('sink');
  if (name === undefined || sink === undefined) throw new Error(`${file}: no class or no sink`);
  const except = (head.get('except') ?? '').split(' ; ').filter((text) => text !== '');
  const general = read('generic.txt').lines.filter((line) => !except.some((text) => line.includes(text)));
  const twin = (line: string, place: string): Twin => {
    const side = (group: '$1' | '$2'): string =>
      frame.replace(place, () => line.replaceAll(differences, group)).replace(/\b(?:BODY|GENERIC)\b/u, '');
    return { class: name, line, isDoubtful: false, isGap: false, unsafe: side('$1'), safe: side('$2') };
  };
  const generalPlace = frame.includes('GENERIC') ? 'GENERIC' : 'BODY';
  return [
    ...lines.map((line) => ({ ...twin(line.replace(mark, ''), 'BODY'), isDoubtful: line.startsWith('~ '), isGap: line.startsWith('! ') })),
    ...general.map((line) => twin(withSink(line, sink), generalPlace)),
  ];
}

/** `sink(a)` becomes the class's sink with `a` in it. */
function withSink(line: string, sink: string): string {
  let text = line;
  for (let at = text.indexOf('sink('); at >= 0; at = text.indexOf('sink(', at)) {
    let depth = 0;
    let end = at + 4;
    do {
      if (text[end] === '(') depth += 1;
      if (text[end] === ')') depth -= 1;
      end += 1;
    } while (depth > 0 && end < text.length);
    const filled = sink.replace('$', () => `(${text.slice(at + 5, end - 1)})`);
    text = text.slice(0, at) + filled + text.slice(end);
    at += sink.indexOf('$');
  }
  return text;
}

/** Names of the files, one a class. */
export const twinFiles: readonly string[] = readdirSync(folder)
  .filter((name) => name.endsWith('.txt') && name !== 'generic.txt')
  .map((name) => name.slice(0, -4))
  .sort();
