/** The topic that operators subscribe to, who may publish on it besides `notify`, and the subscriptions. */
const collected = require('./collected.cjs');
const configuration = require('./configuration.cjs');
const { stageOf } = require('./stage.cjs');
const { logicalName, pseudo, resourcesOf, substituted } = require('./template.cjs');
const { topic } = require('./topic.cjs');

const TOPIC = { Ref: 'NotificationsTopic' };

/**
 * The functions need no mention, their roles suffice. The topic is not encrypted with the key that SNS keeps for that:
 * CloudWatch's alarms cannot use it, and would fall silent without a word.
 * https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
 */
const alarmsMaySpeak = (stage, topic) => ({
  Effect: 'Allow',
  Principal: { Service: 'cloudwatch.amazonaws.com' },
  Action: 'sns:Publish',
  Resource: topic,
  Condition: {
    StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    ArnLike: {
      'aws:SourceArn': `arn:${pseudo('Partition')}:cloudwatch:${pseudo('Region')}:${pseudo('AccountId')}:alarm:failover-${stage}-*`,
    },
  },
});

const topicPolicy = (stage, of) => ({
  Type: 'AWS::SNS::TopicPolicy',
  Properties: {
    Topics: [of],
    PolicyDocument: { Version: '2012-10-17', Statement: [substituted(alarmsMaySpeak(stage, of))] },
  },
});

/** Named for the address, so that one more or one less changes no other subscription. */
const subscription = (address) => [
  `Subscription${logicalName(address)}`,
  { Type: 'AWS::SNS::Subscription', Properties: { TopicArn: TOPIC, Protocol: 'email', Endpoint: address } },
];

module.exports = ({ options }) => {
  const stage = stageOf(options);
  const addresses = [...new Set(configuration.appliances.flatMap(({ notify }) => notify))];
  return {
    Resources: {
      NotificationsTopic: topic(`failover-${stage}-notifications`),
      NotificationsTopicPolicy: topicPolicy(stage, TOPIC),
      ...collected(stage, topicPolicy),
      ...resourcesOf(addresses.map(subscription)),
    },
  };
};
