// Which text of a call a shell will read, and what in it is data.
import { calleeOf, nameOf } from './names.ts';
import { dataOf, outlineOf, partsOf } from './data.ts';
import type { Call } from './inspect.ts';
import { isRequestData } from './request.ts';
import type { Node, SourceFile } from './source-file.ts';
import { constantProperty, elementsOf, textOf } from './values.ts';

const shellCalls =
  /^(?:child_process\.(?:exec|execSync)|shelljs\.exec|execa\.(?:execaCommand|execaCommandSync|command|commandSync|shell|shellSync)|shell-exec|node-cmd\.(?:run|get|runSync)|child-process-promise\.exec|exec-sh|sync-exec)$/;
const programCalls =
  /^(?:child_process\.(?:spawn|spawnSync|execFile|execFileSync)|execa(?:\.(?:execa|execaSync|sync))?|cross-spawn(?:\.(?:spawn|sync))?|nano-spawn|tinyexec\.(?:x|exec))$/;
const shells = /(?:^|[\\/])(?:sh|bash|zsh|dash|ksh|fish|cmd|powershell|pwsh)(?:\.exe)?$/i;
const commandFlags = /^(?:-\w*c|\/[cks]|-command|-encodedcommand)$/i;
const quoting = /(?:quote|escape|sanitize)\w*(?:\(\))?$/i;

/** `built`: data put together with other text, or straight from a request; `opaque`: a whole command from elsewhere. */
export type ShellData = 'built' | 'opaque' | null;

/** What a shell would read of data in this call; null where nothing, or where no shell is involved. */
export function shellDataOf(call: Call, file: SourceFile): ShellData {
  const name = calleeOf(call, file);
  if (name === null) return null;
  if (shellCalls.test(name)) return commandData(call.arguments[0], file);
  return programCalls.test(name) ? programData(call, file) : null;
}

/** Calls that quote or escape by name are trusted to do so. */
function unquotedIn(node: Node, file: SourceFile): readonly Node[] {
  return dataOf(partsOf(node, file)).filter(
    (each) => each.type !== 'CallExpression' || !quoting.test(nameOf(each.callee, file) ?? file.textOf(each.callee).slice(-40)),
  );
}

function commandData(node: Node | undefined, file: SourceFile): ShellData {
  const data = node === undefined ? [] : unquotedIn(node, file);
  if (node === undefined || data.length === 0) return null;
  const parts = partsOf(node, file);
  const isPutTogether = parts.length > 1 && /[^\s\0]/.test(outlineOf(parts));
  return isPutTogether || data.some((each) => isRequestData(each, file)) ? 'built' : 'opaque';
}

function programData(call: Call, file: SourceFile): ShellData {
  const [program, list] = call.arguments;
  const elements = elementsOf(list, file) ?? [];
  if (usesShell(call, file)) {
    const loose = elements.some((element) => element === null || unquotedIn(element, file).length > 0);
    return loose ? 'built' : commandData(program, file);
  }
  if (!shells.test(textOf(program, file) ?? '')) return null;
  const flag = elements.findIndex((element) => element !== null && commandFlags.test(textOf(element, file) ?? ''));
  const command = flag < 0 ? undefined : elements[flag + 1];
  return command === null ? null : commandData(command, file);
}

function usesShell(call: Call, file: SourceFile): boolean {
  return call.arguments.slice(1).some((argument) => {
    const shell = constantProperty(argument, 'shell', file)?.value;
    return shell === true || (typeof shell === 'string' && shell !== '');
  });
}
