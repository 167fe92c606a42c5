/** The life of an e-mail subscription in the simulated account. */
import { expect, test } from '@jest/globals';
import {
  deliverMail,
  followUnsubscribeLink,
  listSubscriptionsByTopic,
  type Subscriber,
  subscribe,
} from '../../../../simulator/account/sns/subscriptions.ts';
import { type Simulation, simulate } from '../../../../simulator/stories/simulation.ts';
import { aConfiguration, anAppliance } from '../../../support/appliances.ts';

const configuration = aConfiguration({ appliances: [anAppliance({ notify: [] })] });
const WHO = 'ops@example.com';

const stateIn = ({ world }: Simulation): string | undefined =>
  listSubscriptionsByTopic(world, { TopicArn: 'arn:aws:sns:r:1:failover-dev-notifications' }).Subscriptions?.[0]
    ?.SubscriptionArn;

const withOne = (as: Subscriber, story: (simulation: Simulation) => Promise<void> | void) =>
  simulate({ configuration, seed: 1 }, async (simulation) => {
    subscribe(simulation.world, WHO, as);
    await story(simulation);
  });

test('ten mails in a second are delivered, and the eleventh deactivates it', () =>
  withOne('confirmed', (simulation) => {
    for (let mail = 0; mail < 10; mail++) deliverMail(simulation.world);
    expect(stateIn(simulation)).toMatch(/^arn:/);
    deliverMail(simulation.world);
    expect(stateIn(simulation)).toBe('PendingConfirmation');
  }));

test('eleven mails within two seconds harm nothing', () =>
  withOne('confirmed', async (simulation) => {
    for (let mail = 0; mail < 11; mail++) {
      deliverMail(simulation.world);
      await simulation.clock.sleep(150);
    }
    expect(stateIn(simulation)).toMatch(/^arn:/);
  }));

test('one that stays pending is gone after 48 hours', () =>
  withOne('pending', async (simulation) => {
    await simulation.clock.sleep(48 * 3_600_000 - 1);
    expect(stateIn(simulation)).toBe('PendingConfirmation');
    await simulation.clock.sleep(1);
    expect(stateIn(simulation)).toBeUndefined();
  }));

test('the link in a mail removes it, unless it was confirmed with authentication', async () => {
  const after = async (as: Subscriber): Promise<boolean> => {
    let left = false;
    await withOne(as, (simulation) => {
      followUnsubscribeLink(simulation.world, WHO);
      left = stateIn(simulation) !== undefined;
    });
    return left;
  };
  expect([await after('confirmed'), await after('authenticated'), await after('pending')]).toEqual([false, true, true]);
});
