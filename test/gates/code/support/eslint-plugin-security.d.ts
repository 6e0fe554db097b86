// The plugin ships no types.
declare module 'eslint-plugin-security' {
  import type { ESLint } from 'eslint';
  const plugin: ESLint.Plugin;
  // eslint-disable-next-line no-restricted-syntax -- The plugin exports it so.
  export default plugin;
}
