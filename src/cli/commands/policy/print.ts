// `mcgate policy print`: a policy's documents as they are written, or the one that they amount to.
import { McgateError } from '../../../core/error.ts';
import { writePolicy } from '../../../policy/format-policy.ts';
import { orderDocument } from '../../../policy/language/document-order.ts';
import { effectiveDocument } from '../../../policy/language/effective.ts';
import { readLayers } from '../../../policy/language/layers.ts';
import { policyDigest } from '../../../policy/language/policy-digest.ts';
import { secureDefaultsName } from '../../../policy/language/secure-defaults.ts';
import { parseYamlValue } from '../../../policy/yaml-document.ts';
import { escapeTerminalLines, formatJson, guardLogCommands } from '../../../report/escape.ts';
import { defineCommand } from '../../command.ts';
import { policyFile } from '../../policy/file-argument.ts';
import { loadPolicyFile, locatePolicy, type PolicySource } from '../../policy/source.ts';
import type { Session } from '../../session.ts';
import { resolveTargets } from '../../targets.ts';

const formats = ['yaml', 'json'] as const;

export const command = defineCommand({
  positionals: { file: policyFile },
  flags: {
    effective: { type: 'boolean', describe: 'One document: layers merged, variables replaced, defaults filled in' },
    format: { type: 'string', choices: formats, default: 'yaml', describe: 'With --effective, how it is written' },
  },
  suggests: { file: [secureDefaultsName] },
  examples: [
    ['$0 policy print --effective', 'All that holds here'],
    ['$0 policy print mcgate:secure-defaults', 'What holds where nothing is said'],
  ],
  notes: 'Without --effective: each document as it is, in the order in which they apply.',
  run: async ({ file, effective, format }, session) => {
    const { root } = await resolveTargets([], { cwd: session.cwd, git: true });
    if (effective !== true && format === 'json')
      throw new McgateError('usage', 'The documents are shown as they are written.', { remedy: 'Add --effective for JSON.' });
    const source = await loadPolicyFile(file ?? null, root, session);
    const text = effective === true ? formatEffective(source, format) : await documentTexts(file ?? null, root, source, session);
    await session.stdout.write(text);
    return 0;
  },
});

function formatEffective({ policy, name }: PolicySource, format: (typeof formats)[number]): string {
  const document = effectiveDocument(policy);
  if (format === 'json') return formatJson(orderDocument(document));
  return printed(writePolicy(document, [`What ${name} amounts to. ${policyDigest(policy)}`]));
}

async function documentTexts(file: string | null, root: string, { textOf }: PolicySource, session: Session): Promise<string> {
  const { read, document } = await locatePolicy(file, root, session);
  const layers = await readLayers({ read, parse: parseYamlValue }, document);
  const texts = layers.map(({ path }) => `${layers.length === 1 ? '' : `# --- ${path}\n`}${textOf(path)?.trimEnd() ?? ''}\n`);
  return printed(texts.join('\n'));
}

/** A document may hold what moves a cursor. */
function printed(text: string): string {
  return guardLogCommands(`${escapeTerminalLines(text.trimEnd()).join('\n')}\n`);
}
