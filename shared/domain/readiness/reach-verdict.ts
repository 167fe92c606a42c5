/** The check of the subscriptions: a mail cannot report that mails do not arrive. */
import { isReached, type Reached, reachOf, unreached } from './reach.ts';
import { type Facts, type Judgement, judgeFound, notReady, ready } from './verdict.ts';

const WORDS = { pending: 'not confirmed', missing: 'not subscribed', confirmed: 'confirmed' } as const;

const inWords = ({ address, state }: Reached): string => `${address} is ${WORDS[state]}`;

/** CloudFormation creates a subscription again only when its template changes; AWS sends a new mail for each request. */
const commandFor = (topicArn: string, { address }: Reached): string =>
  `aws sns subscribe --topic-arn ${topicArn} --protocol email --notification-endpoint ${address}`;

export const judgeSubscribers = ({ appliance, subscriptions, topicArn }: Facts): Judgement =>
  judgeFound(subscriptions, (found) => {
    const reach = reachOf(appliance.notify, found);
    const open = unreached(reach);
    const [first] = open;
    if (first) {
      return notReady(
        `${open.map(inWords).join(', ')}; request a new mail and confirm it as docs/operate/notifications.md says: ${commandFor(topicArn, first)}`,
      );
    }
    if (!isReached(reach)) {
      return notReady(
        `nothing is subscribed to ${topicArn}, so no notification reaches an operator; add an address to notify`,
      );
    }
    const all = [...reach.addresses.map(inWords), ...reach.others.map(({ protocol }) => `${protocol} is subscribed`)];
    return ready(all.join(', '));
  });
