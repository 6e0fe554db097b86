// Names that Node, browsers and web views define, so that rules can tell `eval` or `document` from a variable of the file's own.

const names = (
  'AbortController AbortSignal Blob BroadcastChannel Buffer Bun CSS Deno DOMParser Document DocumentFragment Element EventSource File FileReader ' +
  'FormData Function HTMLElement Headers Image MessageChannel MessagePort Request Response ServiceWorker ShadowRoot SharedWorker TextDecoder ' +
  'TextEncoder URL URLSearchParams WebAssembly WebSocket Worker XMLHttpRequest XMLSerializer __dirname __filename acquireVsCodeApi alert atob btoa ' +
  'caches clearInterval clearTimeout confirm console cookieStore crypto customElements document eval exports fetch frames global history importScripts ' +
  'indexedDB localStorage location module navigator open opener origin parent performance postMessage process prompt queueMicrotask require ' +
  'requestAnimationFrame requestIdleCallback self sessionStorage setImmediate setInterval setTimeout structuredClone top trustedTypes window'
).split(' ');

/** For ESLint's `languageOptions.globals`. */
export const hostGlobals: Readonly<Record<string, 'readonly'>> = Object.fromEntries(names.map((name) => [name, 'readonly']));
