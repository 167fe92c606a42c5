/** How a handler becomes one small file that starts fast. Shared by the packaging and the benchmarks. */
const { join } = require('node:path');
const { hasToReadAddress } = require('../shared/domain/probing/probing.ts');

// Packages of the SDK's kind publish CommonJS as `main` and ES modules as `module`: only the latter can be shaken.
const BUNDLE_OPTIONS = {
  bundle: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  external: [],
  // Lambda has one source of credentials, its environment; what the SDK brings for others is an eighth of the bundle.
  alias: { '@aws-sdk/credential-provider-node': join(__dirname, 'lambda-credentials.ts') },
  // What is left of CommonJS asks for Node's own modules by `require`, which an ES module does not have.
  banner: { js: "import{createRequire as __cr}from'node:module';const require=__cr(import.meta.url);" },
};

/** Only an appliance that is known by its allocation id alone makes the prober read an address (docs/decisions/0011). */
const proberAsksEc2 = ({ appliances }) => appliances.some(hasToReadAddress);

/** The configuration as the constants that shared/bundle.ts and shared/aws/prober-clients.ts declare. */
const bundleOptions = (configuration) => ({
  ...BUNDLE_OPTIONS,
  define: {
    BUNDLED_CONFIGURATION: JSON.stringify(configuration),
    PROBER_ASKS_EC2: String(proberAsksEc2(configuration)),
  },
});

module.exports = { bundleOptions };
