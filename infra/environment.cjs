/** The environment of every function. The region is Lambda's own; the configuration travels in the bundle. */
const { stageOf } = require('./stage.cjs');

module.exports = ({ options }) => ({
  STAGE: stageOf(options),
  // Versions of the launch templates count only when this role has created them.
  SWEEP_ROLE_NAME: { Ref: 'SweepRole' },
  // By name and not by reference: the machine refers to the functions already.
  TAKEOVER_MACHINE_ARN: {
    'Fn::Sub': `arn:\${AWS::Partition}:states:\${AWS::Region}:\${AWS::AccountId}:stateMachine:failover-${stageOf(options)}-takeover`,
  },
});
