/**
 * Where many appliances may have something to say in the same second: each notification goes to a topic of its own, waits
 * in a queue for a few seconds, and Lambda hands what has come together to `notify`, which mails it, slowly.
 */
const {
  AFTER_MAIL_SECONDS,
  BATCHES_AT_ONCE_MAX,
  COLLECT_SECONDS,
  isCollected,
} = require('../shared/domain/messages/mail-rate.ts');
const { FUNCTION_TIMEOUT_SECONDS } = require('../shared/machines/time-outs.ts');
const configuration = require('./configuration.cjs');
const { topic } = require('./topic.cjs');

const TOPIC = { Ref: 'EachNotificationTopic' };
const QUEUE = { 'Fn::GetAtt': ['CollectedQueue', 'Arn'] };

/** AWS asks for six times the time-out of the function, and the time in which a batch is collected. */
const VISIBILITY_SECONDS = 6 * FUNCTION_TIMEOUT_SECONDS.notify + COLLECT_SECONDS + AFTER_MAIL_SECONDS;

const FOURTEEN_DAYS = 1_209_600;

const queueOf = (stage) => ({
  Type: 'AWS::SQS::Queue',
  Properties: {
    QueueName: `failover-${stage}-collected`,
    MessageRetentionPeriod: FOURTEEN_DAYS,
    SqsManagedSseEnabled: true,
    VisibilityTimeout: VISIBILITY_SECONDS,
    RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['UntoldQueue', 'Arn'] }, maxReceiveCount: 5 },
  },
});

const queuePolicy = {
  Type: 'AWS::SQS::QueuePolicy',
  Properties: {
    Queues: [{ Ref: 'CollectedQueue' }],
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          ...{ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'sqs:SendMessage' },
          ...{ Resource: QUEUE, Condition: { ArnEquals: { 'aws:SourceArn': TOPIC } } },
        },
        {
          ...{ Effect: 'Deny', Principal: '*', Action: 'sqs:*', Resource: QUEUE },
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
        },
      ],
    },
  },
};

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html */
const sourceMapping = {
  Type: 'AWS::Lambda::EventSourceMapping',
  DependsOn: ['NotifyRole'],
  Properties: {
    EventSourceArn: QUEUE,
    FunctionName: { 'Fn::GetAtt': ['NotifyLambdaFunction', 'Arn'] },
    BatchSize: 1_000,
    MaximumBatchingWindowInSeconds: COLLECT_SECONDS,
    ScalingConfig: { MaximumConcurrency: BATCHES_AT_ONCE_MAX },
  },
};

/** Nothing, for few appliances. `topicPolicy` says who else may publish on a topic. */
module.exports = (stage, topicPolicy) =>
  isCollected(configuration)
    ? {
        EachNotificationTopic: topic(`failover-${stage}-each`),
        EachNotificationTopicPolicy: topicPolicy(stage, TOPIC),
        CollectedQueue: queueOf(stage),
        CollectedQueuePolicy: queuePolicy,
        CollectedSubscription: {
          Type: 'AWS::SNS::Subscription',
          Properties: { TopicArn: TOPIC, Protocol: 'sqs', Endpoint: QUEUE },
        },
        CollectedSourceMapping: sourceMapping,
      }
    : {};
