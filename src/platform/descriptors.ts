// File descriptors that a process was born with and has no business with.
import { closeSync, readdirSync, readFileSync } from 'node:fs';

const closeOnExec = 0o2000000;

/**
 * Closes what was inherited beyond stdio: Node.js keeps only the lowest descriptors from its children, so a pipe or socket of
 * mcgate's caller (a runner's log, an agent's socket) would otherwise reach a gate and its tools (CWE-403). All that Node.js opened itself
 * is marked close-on-exec, which tells the two apart. Linux only: other systems do not show the mark.
 */
export function closeInheritedDescriptors(): void {
  if (process.platform !== 'linux') return;
  for (const name of readdirSync('/proc/self/fdinfo')) {
    const descriptor = Number(name);
    if (descriptor > 2 && isInherited(name)) closeSync(descriptor);
  }
}

function isInherited(descriptor: string): boolean {
  try {
    const flags = /^flags:\s+([0-7]+)$/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1];
    return flags !== undefined && (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    // The descriptor of the listing itself, closed by now.
    return false;
  }
}
