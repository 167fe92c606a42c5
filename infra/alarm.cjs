/** An alarm that notifies operators and starts nothing. */
const { isCollected } = require('../shared/domain/messages/mail-rate.ts');
const configuration = require('./configuration.cjs');

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

/** All appliances may have theirs in the same second, so that with many appliances they are collected like our own notifications. */
const collectedAlarm = (name, description, properties) =>
  alarm(name, description, {
    ...(isCollected(configuration) && { AlarmActions: [{ Ref: 'EachNotificationTopic' }] }),
    ...properties,
  });

module.exports = { FIVE_MINUTES, alarm, collectedAlarm };
