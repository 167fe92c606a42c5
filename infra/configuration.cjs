/** The validated configuration, for everything that is packaged. Its faults stop the packaging before it writes anything. */
const { rmSync } = require('node:fs');
const { ConfigurationError, configurationFile, loadConfiguration } = require('../shared/config.ts');
const { unknownOf, unpackagedFault } = require('../shared/config/regions.ts');

function loadWithRegion() {
  const configuration = loadConfiguration();
  if (configuration.region !== undefined) return inKnownRegion(configuration);
  throw new ConfigurationError([
    `${configurationFile()}: region: is missing; write region: ap-northeast-1, or set AWS_REGION`,
  ]);
}

/** Lambda refuses a reservation that leaves less than 100 of the account's limit, and a new account has 10 in all. */
function reservedNote({ reservedConcurrency: each }) {
  if (each === undefined) return undefined;
  return `reservedConcurrency: ${each} for each of sweep and probe-appliance needs an account limit of ${100 + 2 * each} concurrent executions or more; with less, the deployment fails`;
}

/** The region may come from AWS_REGION, which the check of the file does not see. */
function inKnownRegion(configuration) {
  const fault = unpackagedFault(configuration.region);
  if (fault !== undefined) throw new ConfigurationError([`${configurationFile()}: region: ${fault}`]);
  const unknown = unknownOf(configuration.region);
  for (const each of [unknown, reservedNote(configuration)]) {
    if (each !== undefined) process.stderr.write(`${each}\n`);
  }
  return configuration;
}

/**
 * A template of yesterday must not be mistaken for the one that could not be made today, so it goes. Thrown errors would
 * be wrapped in a stack trace, once for each file that needs the configuration; the faults are worth reading plainly.
 */
function loadOrLeaveNothing() {
  try {
    return loadWithRegion();
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    rmSync('.serverless', { recursive: true, force: true });
    process.stderr.write(`${cause.message}\n`);
    process.exit(1);
  }
}

module.exports = loadOrLeaveNothing();
