import { CoverageReport, type CoverageReportOptions } from 'monocart-coverage-reports';

const isBundle = ({ url }: { url: string }) => url.endsWith('/bin/docker-ecr-cache.cjs');

// Coverage of src/: by the unit tests directly, and by the integration tests through the bundle and its source map.
const options: CoverageReportOptions = {
  name: 'src/',
  outputDir: 'coverage',
  reports: ['console-details'],
  logging: 'error',
  entryFilter: (entry: { url: string }) =>
    isBundle(entry) || (/\/src\/[^/]+(\/[^/]+)*\.ts$/.test(entry.url) && !entry.url.includes('node_modules')),
  sourceFilter: (source: string) => source.startsWith('src/'),
};

/** Prints what was run of src/, from what V8 has noted in a folder. */
export async function reportCoverage(folder: string): Promise<void> {
  const report = new CoverageReport(options);
  await report.addFromDir(folder);
  await report.generate();
}
