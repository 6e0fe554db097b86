// ESLint's Linter over a parsed source, with our rules alone: no config of the scanned repository, no comment in it, silences anything.
import type { Rule, SourceCode } from 'eslint';
import { Linter } from 'eslint/universal';
import { createPreparedParser } from '../../analysis/parse/eslint-parser.ts';
import type { ParsedSource } from '../../analysis/parse/parser.ts';
import { offsetAt } from '../../analysis/parse/positions.ts';
import { detailsOf, type Details } from './ast/inspect.ts';
import { hostGlobals } from './host-globals.ts';
import type { CodeRule } from './rule.ts';

/** What a rule said, by offsets. */
export interface LintMessage {
  readonly ruleId: string;
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly details: Details;
}

export interface EslintEngine {
  /** Throws what a rule throws, and RangeError where the tree is deeper than the stack. `fileName` tells the dialect. */
  lint(source: ParsedSource, fileName: string): readonly LintMessage[];
}

/** One for a thread: rules and config are made ready once. */
export function createEslintEngine(rules: readonly CodeRule[]): EslintEngine {
  const linter = new Linter({ configType: 'flat' });
  const { parser, prepare } = createPreparedParser();
  const witnessed = { runs: 0 };
  const witness: Rule.RuleModule = {
    create: () => {
      witnessed.runs += 1;
      return {};
    },
  };
  const configs = {
    module: [configFor(rules, witness, parser, 'module')],
    script: [configFor(rules, witness, parser, 'script')],
    commonjs: [configFor(rules, witness, parser, 'commonjs')],
  };
  return {
    lint(source, fileName) {
      // Made here, so that their errors are thrown and not turned into a message that looks like a syntax error.
      source.scope();
      source.tokens();
      prepare(source);
      const before = witnessed.runs;
      const options = { filename: fileName, allowInlineConfig: false, reportUnusedDisableDirectives: false };
      const messages = linter.verify(source.text, configs[source.sourceType], options);
      // Where no config fits the file, ESLint answers with a warning that looks like nothing found.
      if (witnessed.runs === before) throw new Error('ESLint ran no rule');
      const sourceCode = linter.getSourceCode();
      return messages.flatMap((message) => toMessage(message, source, sourceCode));
    },
  };
}

function configFor(
  rules: readonly CodeRule[],
  witness: Rule.RuleModule,
  parser: Linter.Parser,
  sourceType: Linter.SourceType,
): Linter.Config {
  const plugins: Record<string, { rules: Record<string, Rule.RuleModule> }> = { mcgate: { rules: { witness } } };
  const settings: Linter.RulesRecord = { 'mcgate/witness': 'error' };
  for (const { id, match } of rules) {
    if (match.kind !== 'eslint') continue;
    const slash = id.indexOf('/');
    (plugins[id.slice(0, slash)] ??= { rules: {} }).rules[id.slice(slash + 1)] = match.rule;
    settings[id] = 'error';
  }
  return {
    // Not `**/*`: ESLint takes that for a pattern that chooses no file by itself, and would pass TypeScript over in silence.
    files: ['**/*.*'],
    languageOptions: { parser, sourceType, ecmaVersion: 'latest', globals: hostGlobals },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    plugins,
    rules: settings,
  };
}

/** A message without a rule is a warning about a comment that has no effect; a fatal one means that the engine did not look. */
function toMessage(message: Linter.LintMessage, source: ParsedSource, sourceCode: SourceCode): readonly LintMessage[] {
  if (message.fatal === true) throw new Error(message.message);
  if (message.ruleId === null) return [];
  const { length } = source.text;
  const start = offsetAt(source.lineStarts, { line: message.line, column: message.column - 1 }, length);
  const end =
    message.endLine === undefined || message.endColumn === undefined
      ? start
      : offsetAt(source.lineStarts, { line: message.endLine, column: message.endColumn - 1 }, length);
  const details = detailsOf(sourceCode, message.line, message.column, message.message);
  return [{ ruleId: message.ruleId, message: message.message, start, end: end > start ? end : Math.min(start + 1, length), details }];
}
