// Choosing a reporter by name and by file.
import { describe, expect, it } from 'vitest';
import { isReporterName, loadReporter, reporterForFile, reporterNames } from '../../src/report/index.ts';

describe('reporters', () => {
  it('are loaded by name', async () => {
    for (const name of reporterNames) expect((await loadReporter(name)).name).toBe(name);
    expect(reporterNames).toEqual(['pretty', 'json', 'sarif', 'markdown', 'html', 'github']);
    expect([isReporterName('sarif'), isReporterName('toString'), isReporterName('htm')]).toEqual([true, false, false]);
  });

  it.each([
    ['out.sarif', 'sarif'],
    ['out.sarif.json', 'sarif'],
    ['a.b/out.json', 'json'],
    ['REPORT.MD', 'markdown'],
    ['report.txt', 'pretty'],
    ['report.html', 'html'],
    ['a.json.HTM', 'html'],
    ['report.xhtml', null],
    ['sarif', null],
    ['out.github', null],
    ['json', null],
  ])('are found by file: %s', (file, name) => {
    expect(reporterForFile(file)).toBe(name);
  });
});
