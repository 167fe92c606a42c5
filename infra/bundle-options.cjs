/** How a handler becomes one small file that starts fast. Shared by the packaging and whoever measures it. */

// Packages of the SDK's kind publish CommonJS as `main` and ES modules as `module`: only the latter can be shaken.
const BUNDLE_OPTIONS = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  external: [],
  // What is left of CommonJS asks for Node's own modules by `require`, which an ES module does not have.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
};

/** The configuration as the constant that shared/bundle.ts declares. */
const bundleOptions = (configuration) => ({
  ...BUNDLE_OPTIONS,
  define: { BUNDLED_CONFIGURATION: JSON.stringify(configuration) },
});

module.exports = { bundleOptions };
