/** Errors are logged with the data that led to them: an operator reads them long after the execution's history is gone. */
const errorsTo = (logGroup) => ({
  level: 'ERROR',
  includeExecutionData: true,
  destinations: [{ 'Fn::GetAtt': [logGroup, 'Arn'] }],
});

module.exports = {
  failover: errorsTo('FailoverMachineLogGroup'),
  takeover: errorsTo('TakeoverMachineLogGroup'),
  prepare: errorsTo('PrepareMachineLogGroup'),
  rotation: errorsTo('RotationMachineLogGroup'),
};
