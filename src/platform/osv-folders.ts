// Where osv-scanner and its databases lie: mcgate's own data folder, or where whoever runs mcgate says.
import path from 'node:path';
import { dataFolder } from './folders.ts';
import type { FolderOptions } from './folders.ts';
import { osvScannerVersion } from './osv-scanner-release.ts';

/** The scanner that `mcgate setup` installs. Absolute; it may not exist. */
export function installedOsvScanner(options: FolderOptions = {}): string {
  const name = (options.platform ?? process.platform) === 'win32' ? 'osv-scanner.exe' : 'osv-scanner';
  return path.join(dataFolder(options), 'tools', 'osv-scanner', osvScannerVersion, name);
}

/** The database folder that `mcgate setup` fills. Absolute; it may not exist. */
export function installedOsvDatabase(options: FolderOptions = {}): string {
  return path.join(dataFolder(options), 'osv-database');
}

/** osv-scanner's file for an ecosystem: releases from 2.5 on look in `osv-scalibr`, older ones in `osv-scanner`. */
export function osvArchive(folder: string, layout: 'osv-scalibr' | 'osv-scanner', ecosystem: string): string {
  return path.join(folder, layout, ecosystem, 'all.zip');
}
