// Zero warnings: whatever is not worth an error is switched off here, with its reason.
import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

const typescript = ['**/*.ts'];

/** What no file of src/ may do; the entries cli/ and action/ lift the last part. */
const defaultExport = {
  selector: 'ExportDefaultDeclaration, ExportSpecifier[exported.name="default"]',
  message: 'Named exports only: a name that stays the same everywhere can be searched for.',
};
const processExit = [
  {
    selector: 'MemberExpression[object.name="process"][property.name="exitCode"]',
    message: 'Only the verdict sets the exit code, in cli/ and action/.',
  },
  {
    selector: 'MemberExpression[object.name="process"][property.name=/^(stdout|stderr)$/]',
    message: 'Only cli/ and action/ print: return text instead.',
  },
];
/** What the types of the tree promise and the parse leaves out. */
const absentPlace = {
  selector: ':matches(MemberExpression > .property, ObjectPattern > Property > .key)[name=/^(range|loc)$/]',
  message: 'Nodes have `start` and `end` alone.',
};

export default defineConfig(
  globalIgnores([
    '**/generated/',
    'dist/',
    'fixtures/',
    'test/**/fixtures/',
    'bench/**/fixtures/',
    'reports/',
    'coverage/',
    '.stryker-tmp/',
  ]),
  { linterOptions: { reportUnusedDisableDirectives: 'error', reportUnusedInlineConfigs: 'error' } },
  {
    files: typescript,
    extends: [eslint.configs.recommended, tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'separate-type-imports' }],
      '@typescript-eslint/consistent-type-exports': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/strict-boolean-expressions': 'error',
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/require-array-sort-compare': ['error', { ignoreStringArrays: true }],
      // What is never reassigned is checked by noUnusedLocals already; `_` marks what a signature demands.
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', destructuredArrayIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
      'no-restricted-syntax': ['error', defaultExport, ...processExit],
      'no-console': 'error',
      eqeqeq: 'error',
      'no-eval': 'error',
      'no-implicit-coercion': 'error',
      'no-new-func': 'error',
      'no-param-reassign': 'error',
      'no-var': 'error',
      'object-shorthand': 'error',
      'prefer-const': 'error',
      'prefer-template': 'error',
    },
  },
  {
    // They print and set the exit code: that is what they are for.
    files: ['src/cli/**/*.ts', 'src/action/**/*.ts', 'scripts/**/*.ts', 'bench/**/*.ts'],
    rules: { 'no-restricted-syntax': ['error', defaultExport] },
  },
  {
    // The child's side of the pipe to the pipeline: its parent reads what it prints.
    files: ['src/platform/gate-serve.ts'],
    rules: { 'no-restricted-syntax': ['error', defaultExport] },
  },
  {
    // The syntax tree's node types are a string enum; comparing with the literal is how ESTree is read, and the compiler checks it.
    files: ['rules/**/*.ts', 'src/analysis/**/*.ts', 'src/gates/code/**/*.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/no-unsafe-enum-comparison': 'off', '@typescript-eslint/no-unsafe-enum-assignment': 'off' },
  },
  {
    files: [
      'rules/code/**/*.ts',
      'scripts/fuzz/**/*.ts',
      'src/analysis/program/**/*.ts',
      'src/analysis/parse/*.ts',
      'src/gates/code/ast/**/*.ts',
    ],
    rules: { 'no-restricted-syntax': ['error', defaultExport, ...processExit, absentPlace] },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      // Test names are built from tables; a fixture may be anything.
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      'no-restricted-syntax': ['error', defaultExport],
    },
  },
  {
    // Tools load a default export; the shims and `*.wasm` stand for modules that have one.
    files: ['*.config.ts', 'scripts/shims/*.ts', '**/*.d.ts'],
    rules: { 'no-restricted-syntax': 'off' },
  },
  {
    files: ['**/*.js', '**/*.mjs'],
    extends: [eslint.configs.recommended],
    languageOptions: { globals: { process: 'readonly', URL: 'readonly' } },
  },
  {
    // Read by whatever Node.js is there, so that it can be told it is too old.
    files: ['bin/mcgate.cjs'],
    extends: [eslint.configs.recommended],
    languageOptions: {
      ecmaVersion: 5,
      sourceType: 'commonjs',
      globals: { process: 'readonly', require: 'readonly', parseInt: 'readonly' },
    },
  },
  {
    files: ['bin/start.cjs'],
    extends: [eslint.configs.recommended],
    languageOptions: { sourceType: 'commonjs', globals: { process: 'readonly' } },
  },
);
