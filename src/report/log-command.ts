// GitHub's workflow commands: a line of the log that its runner takes for an annotation, whatever text is in it.
import type { Annotation } from './annotations.ts';
import { guardLogCommands } from './escape.ts';

/** One line, without its end. What is shown has neither controls nor a command of its own in it. */
export function logCommand({ level, title, message, place }: Annotation): string {
  const lines = place?.lines;
  const properties = [
    ['file', place?.path],
    ['line', lines?.start],
    ['endLine', lines?.end],
    ['col', lines?.columns?.start],
    ['endColumn', lines?.columns?.end],
    ['title', title],
  ] as const;
  const given = properties.flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${escapeProperty(String(value))}`]));
  return `::${level} ${given.join(',')}::${escapeData(guardLogCommands(message))}`;
}

/** The runner takes `%25`, `%0D` and `%0A` back; a percent sign that stood there stays one. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
