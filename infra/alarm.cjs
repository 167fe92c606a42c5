/** An alarm that speaks to people and starts nothing. */

const FIVE_MINUTES = 300;

const alarm = (name, description, properties) => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    AlarmName: name,
    AlarmDescription: description,
    AlarmActions: [{ Ref: 'NotificationsTopic' }],
    EvaluationPeriods: 1,
    ...properties,
  },
});

module.exports = { FIVE_MINUTES, alarm };
