/**
 * Where the configuration asks for it: executions that no other function of the account can use up. For the two functions
 * whose events are dropped after a minute; every other one is invoked again until it runs.
 */
const configuration = require('./configuration.cjs');

const { reservedConcurrency } = configuration;

const reserved = { Properties: { ReservedConcurrentExecutions: reservedConcurrency } };

module.exports =
  reservedConcurrency === undefined
    ? {}
    : { extensions: { SweepLambdaFunction: reserved, ProbeApplianceLambdaFunction: reserved } };
