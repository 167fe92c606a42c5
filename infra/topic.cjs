/** A topic, encrypted where the configuration names a key, which alarms can use once its policy lets them. */
const { notificationsKey } = require('./configuration.cjs');

const topic = (name) => ({
  Type: 'AWS::SNS::Topic',
  Properties: { TopicName: name, ...(notificationsKey !== undefined && { KmsMasterKeyId: notificationsKey }) },
});

module.exports = { topic };
