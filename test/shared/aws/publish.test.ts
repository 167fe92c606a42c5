/** One message on the topic: what people read, and the same for machines. */
import { PublishCommand } from '@aws-sdk/client-sns';
import { expect, test } from '@jest/globals';
import { publishMail } from '../../../shared/aws/publish.ts';
import { RefusedError, TransientError } from '../../../shared/domain/errors.ts';
import { mailOf } from '../../../shared/domain/messages/message.ts';
import { awsError, mockedClients, sentBy } from '../../support/mocked-clients.ts';
import { SENDER, started } from '../../support/reported.ts';

const TOPIC = 'arn:aws:sns:ap-northeast-1:123456789012:failover-dev-notifications';

test('a mail says first how severe it is and which deployment speaks, and its attributes say the same to machines', async () => {
  const { clients, sns } = mockedClients();
  sns.on(PublishCommand).resolves({ MessageId: 'm-1' });
  const message = started();
  await publishMail(clients, TOPIC, mailOf(message, SENDER));
  const text = `critical · stage dev · account 123456789012 · ap-northeast-1\n\n${message.text}`;
  const words = (StringValue: string) => ({ DataType: 'String', StringValue });
  expect(sentBy(sns)).toEqual([
    {
      command: 'Publish',
      input: {
        ...{ TopicArn: TOPIC, Subject: 'sophos: failed, taking over to ap-northeast-1c', Message: text },
        MessageAttributes: {
          appliance: words('sophos'),
          kind: words('takeover-started'),
          severity: words('critical'),
          facts: words(JSON.stringify(message.facts)),
        },
      },
    },
  ]);
});

test.each([
  ['AuthorizationError', 403, RefusedError],
  ['InternalError', 500, TransientError],
])('%s is classified', async (code, status, Kind) => {
  const { clients, sns } = mockedClients();
  sns.on(PublishCommand).rejects(awsError(code, status));
  await expect(publishMail(clients, TOPIC, mailOf(started(), SENDER))).rejects.toThrow(Kind);
});
