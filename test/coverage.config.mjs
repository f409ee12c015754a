const isBundle = ({ url }) => url.endsWith('/bin/docker-ecr-cache.cjs');

// Coverage of src/: by the unit tests directly, and by the integration tests through the bundle and its source map.
export default {
  name: 'src/',
  outputDir: 'coverage',
  reports: ['console-details'],
  logging: 'error',
  entryFilter: (entry) =>
    isBundle(entry) || (/\/src\/[^/]+(\/[^/]+)*\.ts$/.test(entry.url) && !entry.url.includes('node_modules')),
  sourceFilter: (source) => source.startsWith('src/'),
};
