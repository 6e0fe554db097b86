// Which osv-scanner mcgate uses, and what its release assets must hash to.

/** The release that `mcgate setup` installs. Go's module for `go install`; release 2.6.0 needs Go 1.27. */
export const osvScannerVersion = '2.5.1';

/**
 * Releases whose behaviour mcgate's tests have seen. 2.5.0 is not among them and must never be: `--offline-vulnerabilities`
 * switches its matching off and it exits 0 (google/osv-scanner#2983). 2.4 keeps its database elsewhere.
 */
export const knownOsvScannerVersions: readonly string[] = [osvScannerVersion];

export const osvScannerModule = 'github.com/google/osv-scanner/v2/cmd/osv-scanner';

/** Oldest Go that builds the pinned release. */
export const oldestGo = '1.26.5';

/** Hosts that GitHub's release downloads are served from. */
export const releaseHosts: readonly string[] = ['github.com', 'objects.githubusercontent.com', 'release-assets.githubusercontent.com'];

/** Where OSV publishes its databases, one archive an ecosystem. */
export const osvDatabaseOrigin = 'https://osv-vulnerabilities.storage.googleapis.com';

/** sha256 of the release's raw binaries, by `<os>_<arch>`, as independent package manifests (winget, Scoop, others) list them. */
const assetDigests: Readonly<Record<string, string>> = {
  linux_amd64: 'f9f25499a2c8cc367b3af45df2ea7eeca7fbccceab9c35079968f4b3652194be',
  linux_arm64: '3d0f5aa5a6baa8eb32bcef247388e149ef6030a6634ccae6fa0d62681fb27a6d',
  darwin_amd64: '9f89beb6c3d784893cb1cae0a3d56c529bfe91075418c2f9440c45b79654198b',
  darwin_arm64: '75c44d6332f892a1e56286f4105a98ed751ae28d215ca0a8b65cc00d84103054',
  windows_amd64: '25e42f5ef6711fd8c0fb45390972205891dd44c6bd02ac93f0f63e8e98d9bfb6',
  windows_arm64: '33feb0b210a3e5ea7b338c719defc899f8833d990cdd297bcad4ff1a2586ec8b',
};

export interface ReleaseAsset {
  readonly url: string;
  readonly sha256: string;
}

/** The pinned release's binary for a platform as Node names it, or null where there is none. */
export function osvScannerAsset(platform: NodeJS.Platform, arch: string): ReleaseAsset | null {
  const os = { linux: 'linux', darwin: 'darwin', win32: 'windows' }[platform as string];
  const cpu = { x64: 'amd64', arm64: 'arm64' }[arch];
  const sha256 = os === undefined || cpu === undefined ? undefined : assetDigests[`${os}_${cpu}`];
  if (os === undefined || cpu === undefined || sha256 === undefined) return null;
  const file = `osv-scanner_${os}_${cpu}${os === 'windows' ? '.exe' : ''}`;
  return { url: `https://github.com/google/osv-scanner/releases/download/v${osvScannerVersion}/${file}`, sha256 };
}
