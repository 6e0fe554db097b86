// Loads oxc-parser's WebAssembly build with our own answers to its system calls: it gets no files, no environment, no clock and no threads.
import { instantiateNapiModuleSync, type PluginFactory } from '@emnapi/core';
import asyncWork from '@emnapi/core/plugins/async-work';
import threadsafeFunction from '@emnapi/core/plugins/threadsafe-function';
import { createContext } from '@emnapi/runtime';

export type OxcLanguage = 'js' | 'jsx' | 'ts' | 'tsx' | 'dts';
export type OxcSourceType = 'module' | 'script' | 'commonjs' | 'unambiguous';

/** A complaint of the parser. `offset` is where, in UTF-16 units. */
export interface OxcProblem {
  readonly message: string;
  readonly offset: number;
}

/** What oxc answers; `program` is the tree as JSON, null where there are problems. */
export interface OxcAnswer {
  readonly program: string | null;
  readonly problems: readonly OxcProblem[];
}

export interface OxcParser {
  /**
   * Throws ParserTrapped where the module aborted (nesting too deep, out of memory). The instance is then corrupt and every further call
   * throws: the thread it lives in has to be replaced, because a second instance in the same thread would leak the first.
   */
  parse(source: string, lang: OxcLanguage, sourceType: OxcSourceType): OxcAnswer;
  /** True once it has thrown ParserTrapped. */
  trapped(): boolean;
}

/** The parser's WebAssembly module aborted on hostile source. Replace the worker that threw this. */
export class ParserTrapped extends Error {
  override readonly name = 'ParserTrapped';

  constructor(cause: unknown) {
    super('the parser aborted: the source nests too deeply or needs too much memory', { cause });
  }
}

/** 64 KiB pages. The first is what the module asks for; the second bounds what hostile source can make it take (1 GiB). */
const initialPages = 4000;
const maximumPages = 16_384;

// Errno of WASI snapshot preview 1.
const success = 0;
const badDescriptor = 8;
const tryAgain = -6;

interface Binding {
  parseSync(name: string, source: string, options: Readonly<Record<string, unknown>>): BindingResult;
}

interface BindingResult {
  readonly program: string;
  readonly errors: { readonly severity: string; readonly message: string; readonly labels: { readonly start: number }[] }[];
}

/** By the module that the functions are imported from. */
interface ImportsByModule {
  readonly env: object;
  readonly napi: object;
  readonly emnapi: object;
}

interface SharedMemory {
  readonly buffer: SharedArrayBuffer;
}

// TypeScript declares WebAssembly among the browser's types only, which this project does not load.
const { Memory } = (
  globalThis as unknown as {
    readonly WebAssembly: { readonly Memory: new (limits: { initial: number; maximum: number; shared: true }) => SharedMemory };
  }
).WebAssembly;

/** The seven system calls that the module imports; it needs random bytes for its hash tables and nothing else. */
function systemCalls(memory: SharedMemory): Record<string, (...values: never[]) => number> {
  const view = (): DataView => new DataView(memory.buffer);
  return {
    random_get(pointer: number, length: number): number {
      // Web Crypto refuses to fill shared memory, and more than 65,536 bytes at once.
      for (let done = 0; done < length; done += 65_536) {
        const bytes = crypto.getRandomValues(new Uint8Array(Math.min(65_536, length - done)));
        new Uint8Array(memory.buffer).set(bytes, pointer + done);
      }
      return success;
    },
    environ_sizes_get(count: number, size: number): number {
      view().setUint32(count, 0, true);
      view().setUint32(size, 0, true);
      return success;
    },
    environ_get: () => success,
    clock_time_get(_clock: number, _precision: bigint, pointer: number): number {
      view().setBigUint64(pointer, 0n, true);
      return success;
    },
    fd_write: () => badDescriptor,
    sched_yield: () => success,
    proc_exit(code: number): never {
      throw new Error(`the parser exited with ${String(code)}`);
    },
  };
}

function instantiate(wasm: Uint8Array<ArrayBuffer>): Binding {
  const memory = new Memory({ initial: initialPages, maximum: maximumPages, shared: true });
  const calls = systemCalls(memory);
  const { napiModule } = instantiateNapiModuleSync(wasm, {
    context: createContext(),
    asyncWorkPoolSize: 0,
    // The module imports their functions by name, so they must be there; without threads they are never called.
    plugins: [asyncWork as PluginFactory, threadsafeFunction as PluginFactory],
    wasi: {
      wasiImport: calls,
      initialize: (instance) => {
        (instance as { exports: { _initialize(): void } }).exports._initialize();
      },
      start: () => success,
      getImportObject: () => ({ wasi_snapshot_preview1: calls }),
    },
    onCreateWorker: () => {
      throw new Error('the parser may not start threads');
    },
    overwriteImports: (imports: ImportsByModule) => ({
      ...imports,
      env: { ...imports.env, ...imports.napi, ...imports.emnapi, memory },
      wasi: { 'thread-spawn': () => tryAgain },
    }),
    beforeInit: ({ instance }: { readonly instance: { readonly exports: Readonly<Record<string, unknown>> } }) => {
      for (const [name, register] of Object.entries(instance.exports)) {
        if (name.startsWith('__napi_register__')) (register as () => void)();
      }
    },
  });
  return napiModule.exports as Binding;
}

/** Instantiates the parser from the bytes of `@oxc-parser/binding-wasm32-wasi`'s module. Once a thread: an instance holds some 20 MB for good. */
export function loadOxc(wasm: Uint8Array): OxcParser {
  const binding = instantiate(new Uint8Array(wasm));
  let trapped: ParserTrapped | null = null;
  return {
    trapped: () => trapped !== null,
    parse(source, lang, sourceType) {
      if (trapped !== null) throw trapped;
      try {
        return answerOf(
          binding.parseSync('source', source, {
            lang,
            sourceType,
            astType: 'ts',
            preserveParens: false,
            showSemanticErrors: false,
          }),
        );
      } catch (error) {
        trapped = new ParserTrapped(error);
        throw trapped;
      }
    },
  };
}

function answerOf(result: BindingResult): OxcAnswer {
  const problems = result.errors
    .filter((error) => error.severity === 'Error')
    .map((error) => ({ message: error.message, offset: error.labels[0]?.start ?? 0 }));
  // Every getter copies out of the module's memory: the tree of a source that does not parse is not asked for.
  return problems.length > 0 ? { program: null, problems } : { program: result.program, problems };
}
