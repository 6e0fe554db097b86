// Reads a file that mcgate itself ships, or that lies in its own node_modules when it runs from source.
import { readFile } from 'node:fs/promises';

/** The bytes; rejects as `readFile` does, for then mcgate is not whole. */
export function readShipped(file: string | URL): Promise<Uint8Array<ArrayBuffer>> {
  return readFile(file);
}
