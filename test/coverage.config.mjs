// Coverage of src/: by the unit tests directly, and by the integration tests through the bundle and its source map.
export default {
  name: 'src/',
  outputDir: 'coverage',
  reports: ['console-details'],
  logging: 'error',
  entryFilter: ({ url }) =>
    /\/bin\/docker-ecr-cache\.cjs$|\/src\/[^/]+(\/[^/]+)*\.ts$/.test(url) && !url.includes('node_modules'),
  sourceFilter: (source) => source.startsWith('src/'),
};
