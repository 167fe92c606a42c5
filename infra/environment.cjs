/** The environment of every function. The region is Lambda's own; the configuration travels in the bundle. */
const { referenceHostsOf } = require('../shared/aws/endpoints.ts');
const configuration = require('./configuration.cjs');
const { stageOf } = require('./stage.cjs');

module.exports = ({ options }) => ({
  STAGE: stageOf(options),
  // Versions of the launch templates count only when this role has created them.
  SWEEP_ROLE_NAME: { Ref: 'SweepRole' },
  // The SDK knows the domain of each partition; a probe of these hosts distinguishes a failed appliance from a lost network.
  REFERENCE_HOSTS: referenceHostsOf(configuration.region).join(','),
  // Names are resolved in libuv's threads, in half of them at most (https://docs.libuv.org/en/v1.x/threadpool.html): with
  // the usual four, two names that do not resolve would hold up the other references and the SDK.
  UV_THREADPOOL_SIZE: '16',
  // By name and not by reference: the machine refers to the functions already.
  TAKEOVER_MACHINE_ARN: {
    'Fn::Sub': `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:failover-${stageOf(options)}-takeover`,
  },
});
