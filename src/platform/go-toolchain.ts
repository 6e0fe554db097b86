// Brings a Go of its own where there is none: the toolchain that the Go project publishes through its module proxy, pinned by digest.
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';
import { download } from './download.ts';
import type { DownloadPorts } from './download.ts';

const release = '1.26.8';
const maxBytes = 512 * 1024 * 1024;
const maxFiles = 50_000;

/** sha256 of the module's archive, as fetched in November 2026; Go's own `go` checks the same content against sum.golang.org. */
const digests: Readonly<Record<string, string>> = {
  linux_x64: '30c2b1bf7dcc88d3eb0a1364e47ddd9128edb3110a30e8a0ef61cd5856b31de7',
  linux_arm64: '02b36b6787b3ac767668f630e2998df45a3b1f9ffee08d1bf3ef6487cd658d99',
};

/** True if there is a pinned Go for the platform, as Node names it. */
export function hasGoToolchain(platform: NodeJS.Platform, arch: string): boolean {
  return digests[`${platform}_${arch}`] !== undefined;
}

/**
 * Unpacks Go under `scratch` and returns the path of its `go`; null for a platform without a pinned one. 72 MB to fetch, 215 MB on
 * disk. Throws DownloadError, McgateError `write-failed`, or what the archive's reader throws.
 */
export async function fetchGo(scratch: string, platform: NodeJS.Platform, arch: string, ports: DownloadPorts): Promise<string | null> {
  const sha256 = digests[`${platform}_${arch}`];
  if (sha256 === undefined) return null;
  const name = `v0.0.1-go${release}.${platform}-${arch === 'x64' ? 'amd64' : arch}`;
  const file = path.join(scratch, 'go.zip');
  const url = `https://proxy.golang.org/golang.org/toolchain/@v/${name}.zip`;
  await download({ url, file, limit: maxBytes, sha256, hosts: ['proxy.golang.org'], mode: 0o600 }, ports);
  const target = path.join(scratch, 'go');
  await unpack(file, `golang.org/toolchain@${name}/`, target);
  await rm(file);
  return path.join(target, 'bin', 'go');
}

/** The archive is the pinned one; names are checked all the same (yauzl refuses absolute ones and `..`). */
async function unpack(file: string, prefix: string, target: string): Promise<void> {
  const zip = await openPromise(file, { lazyEntries: true, autoClose: false, strictFileNames: true });
  try {
    if (zip.entryCount > maxFiles) throw new Error(`it holds more than ${String(maxFiles)} files`);
    const folders = new Set<string>();
    let bytes = 0;
    for await (const entry of zip.eachEntry()) {
      bytes += entry.uncompressedSize;
      if (!entry.fileName.startsWith(prefix) || entry.fileName.endsWith('/') || bytes > maxBytes) throw new Error('it is no Go toolchain');
      const relative = entry.fileName.slice(prefix.length);
      const out = path.join(target, relative);
      const folder = path.dirname(out);
      if (!folders.has(folder)) {
        folders.add(folder);
        await mkdir(folder, { recursive: true });
      }
      // A module's archive keeps no modes.
      const mode = /^(?:bin|pkg\/tool)\//.test(relative) ? 0o755 : 0o644;
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(out, { mode, flags: 'wx' }));
    }
  } finally {
    zip.close();
  }
}
