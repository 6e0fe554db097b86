// Its build for bundlers: the one for Node.js brings a compiler of expressions (Babel's parser), and decodes references otherwise.
declare module '@vue/compiler-core/dist/compiler-core.esm-bundler.js' {
  export * from '@vue/compiler-core';
}
