/** The program stands in a comment of the bundle (src/bundle/start.ts): this gives the bundle without that comment. */
function openProgram(bundle) {
  const begin = bundle.indexOf('\n');
  const end = bundle.indexOf('*/}\n');
  return `${' '.repeat(begin)}${bundle.slice(begin, end).replaceAll('*~', '*/')}  ;${bundle.slice(end + 3)}`;
}

const isBundle = ({ url }) => url.endsWith('/bin/docker-ecr-cache.cjs');

// Coverage of src/: by the unit tests directly, and by the integration tests through the bundle and its source map.
export default {
  name: 'src/',
  outputDir: 'coverage',
  reports: ['console-details'],
  logging: 'error',
  entryFilter: (entry) =>
    isBundle(entry) || (/\/src\/[^/]+(\/[^/]+)*\.ts$/.test(entry.url) && !entry.url.includes('node_modules')),
  onEntry: (entry) => {
    if (isBundle(entry)) entry.source = openProgram(entry.source);
  },
  sourceFilter: (source) => source.startsWith('src/'),
};
