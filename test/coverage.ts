import { CoverageReport, type CoverageReportOptions } from 'monocart-coverage-reports';

const isBundle = ({ url }: { url: string }) => url.endsWith('/bin/docker-ecr-cache.cjs');

// Coverage of src/: from the unit tests directly, and from the integration tests through the bundle's source map.
const options: CoverageReportOptions = {
  name: 'src/',
  outputDir: 'coverage',
  reports: ['console-details'],
  logging: 'error',
  entryFilter: (entry: { url: string }) =>
    isBundle(entry) || (/\/src\/[^/]+(\/[^/]+)*\.ts$/.test(entry.url) && !entry.url.includes('node_modules')),
  sourceFilter: (source: string) => source.startsWith('src/'),
};

/** Prints the coverage of src/ from V8's records in a folder. */
export async function reportCoverage(folder: string): Promise<void> {
  const report = new CoverageReport(options);
  await report.addFromDir(folder);
  await report.generate();
}
