// Where a policy is in force on this machine: what its variables stand for, and how the file system reads names.
import os from 'node:os';
import process from 'node:process';
import { realPathOf, tellsCase } from './real-path.ts';

export interface PolicyPlace {
  readonly platform: 'posix' | 'windows';
  readonly caseSensitive: boolean;
  readonly workspace: string;
  readonly home: string;
  readonly temp: string;
}

/** `workspace` absolute. All folders are real paths. */
export function policyPlace(workspace: string): PolicyPlace {
  const real = realPathOf(workspace, workspace);
  return {
    platform: process.platform === 'win32' ? 'windows' : 'posix',
    caseSensitive: tellsCase(real),
    workspace: real,
    home: realPathOf(os.homedir(), workspace),
    temp: realPathOf(os.tmpdir(), workspace),
  };
}
