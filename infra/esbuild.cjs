/** The settings of serverless-esbuild: our bundle, an `.mjs` that Lambda takes for an ES module, and nothing left out. */
const { bundleOptions } = require('./bundle-options.cjs');
const configuration = require('./configuration.cjs');

module.exports = () => ({
  ...bundleOptions(configuration),
  outputFileExtension: '.mjs',
  // Lambda brings an SDK of its own; the one that was tested is the one that runs.
  exclude: [],
  // One build and no watching: a kept build context would keep a failed packaging from ever ending.
  skipRebuild: true,
  concurrency: 4,
});
