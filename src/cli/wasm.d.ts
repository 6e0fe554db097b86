// esbuild's `file` loader: the import of a WebAssembly file is the name of its copy.
declare module '*.wasm' {
  const name: string;
  export default name;
}
