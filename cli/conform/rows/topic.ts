/** Row 21: more than ten mails in one second to one subscription. */
import {
  createTopicForLab,
  deleteTopicForLab,
  publishForLab,
  subscribeForLab,
  subscriptionsForLab,
  topicExists,
} from '../../../shared/aws/lab/topics.ts';
import { CannotObserve, type Lab, tagsOfKit } from '../lab.ts';
import type { Row } from '../row.ts';

const MAILS = 15;
const SETTLE_MS = 120_000;

async function topicOfKit({ deps: { clients }, kept, ...lab }: Lab): Promise<string> {
  const topicArn = await createTopicForLab(clients, lab.mark, tagsOfKit(lab));
  kept.add({
    what: `the topic ${lab.mark}`,
    undo: () => deleteTopicForLab(clients, topicArn),
    undone: async () => !(await topicExists(clients, topicArn)),
    command: `aws sns delete-topic --topic-arn ${topicArn}`,
  });
  return topicArn;
}

export const TOPIC_ROWS: Row[] = [
  {
    ...{ number: 21, title: 'fifteen mails at once to one subscription', dollars: 0, minutes: 5, for: ['R12'] },
    ...{ by: 'hands', changes: 'one topic of the kit with one subscription, removed at the end' },
    notModelled: 'topics besides that of the deployment do not exist in the simulated account',
    checks: [
      {
        name: 'publishes accepted',
        kind: 'between',
        min: MAILS,
        max: MAILS,
        facts: 'reality.md R12',
        file: 'simulator/account/sns',
      },
      {
        ...{ name: 'confirmed afterwards', kind: 'between', min: 0, max: 0, facts: 'reality.md R12' },
        file: 'simulator/account/sns/subscriptions.ts',
      },
    ],
    async run(lab) {
      const { deps, desk, notes } = lab;
      const { clients } = deps;
      const address = await desk.ask('Row 21: type a mail address that may be thrown away (Enter skips the row): ');
      if (!address.includes('@')) throw new CannotObserve('no mail address was given');
      const topicArn = await topicOfKit(lab);
      await subscribeForLab(clients, topicArn, address);
      await desk.enter(['Follow the link in the mail of AWS Notifications.'], 'Row 21, confirm: press Enter: ');
      const before = await subscriptionsForLab(clients, topicArn);
      if (before.confirmed === 0) throw new CannotObserve('the subscription is not confirmed');
      const texts = Array.from({ length: MAILS }, (_, index) => `mail ${index + 1} of ${MAILS}`);
      const sent = await Promise.allSettled(texts.map((text) => publishForLab(clients, topicArn, text)));
      notes.count('publishes accepted', sent.filter(({ status }) => status === 'fulfilled').length);
      await desk.wait(SETTLE_MS, 'row 21, waiting for SNS');
      const after = await subscriptionsForLab(clients, topicArn);
      notes.count('confirmed afterwards', after.confirmed);
      notes.count('pending afterwards', after.pending);
    },
  },
];
