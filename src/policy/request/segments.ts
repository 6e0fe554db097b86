// A path's segments, whatever the platform.

/** Drops what stands for nothing; null where a segment climbs. */
export function plainSegments(segments: readonly string[]): readonly string[] | null {
  return segments.includes('..') ? null : segments.filter((segment) => segment !== '' && segment !== '.');
}
