/**
 * The alarms that watch the watchmen. They speak to people directly, because what they report is that our own functions
 * do not. None may be named like an alarm of an appliance (`-status-check`, `-probe`), or it would start a failover.
 */
const { alarm, collectedAlarm, FIVE_MINUTES } = require('./alarm.cjs');
const { isMany } = require('../shared/domain/appliance.ts');
const { alarmsOf, noneReady } = require('./appliance-alarms.cjs');
const configuration = require('./configuration.cjs');
const { stageOf } = require('./stage.cjs');
const { resourcesOf } = require('./template.cjs');

/** CloudWatch forgets a queue at which nothing happens for hours; the alarm stays until the queue is empty again. */
const notEmpty = (queue) => ({
  Namespace: 'AWS/SQS',
  MetricName: 'ApproximateNumberOfMessagesVisible',
  Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [queue, 'QueueName'] } }],
  Statistic: 'Maximum',
  Period: 60,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'ignore',
});

const ofFunction = (id, metric, logicalId) => ({
  Id: id,
  ReturnData: false,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/Lambda',
      MetricName: metric,
      Dimensions: [{ Name: 'FunctionName', Value: { Ref: logicalId } }],
    },
    Stat: 'Sum',
    Period: FIVE_MINUTES,
  },
});

const ofRotation = (id, metric) => ({
  Id: id,
  ReturnData: false,
  MetricStat: {
    Metric: {
      Namespace: 'AWS/States',
      MetricName: metric,
      Dimensions: [{ Name: 'StateMachineArn', Value: { Ref: 'RotationStateMachine' } }],
    },
    Stat: 'Sum',
    Period: FIVE_MINUTES,
  },
});

/**
 * Seen in the console and nowhere else: notify mails each of these with its reason, so that a mail of this alarm would say
 * it twice. Should the event be lost, which Step Functions delivers on a best-effort basis, the alarm on the age of the
 * newest image mails that the night has none; should notify be silent, its queue's alarm does. A person who stops a
 * rotation needs no alarm. https://docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html
 */
const rotationFailed = {
  ActionsEnabled: false,
  Metrics: [
    ofRotation('failed', 'ExecutionsFailed'),
    ofRotation('late', 'ExecutionsTimedOut'),
    { Id: 'bad', Expression: 'FILL(failed, 0) + FILL(late, 0)', Label: 'rotations that failed or timed out' },
  ],
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};

/** A function that fails is as silent as one that is not called. */
const neverEnds = (logicalId, what) => ({
  Metrics: [
    ofFunction('calls', 'Invocations', logicalId),
    ofFunction('errors', 'Errors', logicalId),
    { Id: 'ended', Expression: 'calls - errors', Label: `${what} that came to their end` },
  ],
  Threshold: 1,
  ComparisonOperator: 'LessThanThreshold',
  TreatMissingData: 'breaching',
});

/** Of mail and of every other protocol, once SNS has given up. What it deactivated itself it no longer tries. */
const mailFailed = {
  Namespace: 'AWS/SNS',
  MetricName: 'NumberOfNotificationsFailed',
  Dimensions: [{ Name: 'TopicName', Value: { 'Fn::GetAtt': ['NotificationsTopic', 'TopicName'] } }],
  Statistic: 'Sum',
  Period: FIVE_MINUTES,
  Threshold: 0,
  ComparisonOperator: 'GreaterThanThreshold',
  TreatMissingData: 'notBreaching',
};

/** In place of three for each appliance: CloudFormation takes 500 resources in a stack. */
const ofDeployment = (prefix, stage) => ({
  ProberSilentAlarm: alarm(
    `${prefix}-prober-silent`,
    DESCRIPTION.prober,
    neverEnds('ProbeApplianceLambdaFunction', 'minutes of the prober'),
  ),
  NotReadyAlarm: alarm(`${prefix}-not-ready`, DESCRIPTION.notReady, noneReady(stage)),
});

const DESCRIPTION = {
  prober:
    "The prober has not come to its end for five minutes, so that no appliance is probed. This is no sign that one failed; EC2's status checks and the sweep still watch them. Read the log of the function probe-appliance. See docs/operate/silence.md.",
  notReady:
    'For three hours no check has said that a failover of every appliance would succeed: one was red, could not tell, has an image that is too old, or was not checked at all, as in the first hours after a deployment. Invoke the function check-readiness: it says what is red and what to do. See docs/operate/not-ready.md.',
  mailFailed:
    'SNS could not deliver a notification to a subscriber. The other subscribers got it. The command status shows which operators are reached. See docs/operate/silence.md.',
  undelivered:
    'An event of an alarm or of EC2 could not be delivered within 15 minutes, or the start of a rotation within an hour. The sweep finds a failed appliance without it, so nothing is lost yet; an image of that night is missing. Read the messages in the queue of this name, fix what they name, then purge the queue. See docs/operate/silence.md.',
  untold:
    'A notification was not sent: every attempt of the function notify failed, or the event of an execution did not reach it. Read its log and the messages in the queue of this name, which hold what was to be sent, then purge the queue. See docs/operate/silence.md.',
  rotation:
    'A rotation of images failed or timed out, or the image that it made does not boot. Takeovers still work, from an older image. Look at the latest executions of the state machine rotation: the cause of the failed one says why. See docs/operate/rotation-failed.md.',
  sweep:
    'The sweep has not come to its end for five minutes. Failovers that an event starts still work, but a lost event is not repeated and nothing is adopted. Read the log of the function sweep. See docs/operate/silence.md.',
};

module.exports = ({ options }) => {
  const prefix = `failover-${stageOf(options)}`;
  return {
    Resources: {
      UndeliveredEventsAlarm: alarm(
        `${prefix}-undelivered-events`,
        DESCRIPTION.undelivered,
        notEmpty('UndeliveredEventsQueue'),
      ),
      UntoldAlarm: alarm(`${prefix}-untold`, DESCRIPTION.untold, notEmpty('UntoldQueue')),
      RotationFailedAlarm: alarm(`${prefix}-rotation-failed`, DESCRIPTION.rotation, rotationFailed),
      MailFailedAlarm: collectedAlarm(`${prefix}-mail-failed`, DESCRIPTION.mailFailed, mailFailed),
      SweepSilentAlarm: alarm(`${prefix}-sweep-silent`, DESCRIPTION.sweep, neverEnds('SweepLambdaFunction', 'sweeps')),
      ...(isMany(configuration)
        ? ofDeployment(prefix, stageOf(options))
        : resourcesOf(configuration.appliances.flatMap((appliance) => alarmsOf(prefix, appliance)))),
    },
  };
};
