/** EC2's own events: which of them ask the failover machine, and in which words the others are left alone. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { routeInstanceEvent } from '../../../../shared/steps/triggers/route-instance-event.ts';
import { buildAccount } from '../../../../simulator/account/account.ts';
import { truthOf } from '../../../../simulator/checks/watch/truth.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { giveAddress, tag } from '../../../support/console-hands.ts';
import { inAccount, playIn } from '../../../support/step-stage.ts';

const sample = JSON.parse(readFileSync('events/triggers/route-instance-event.json', 'utf8'));

const eventOf = (instanceId: string, more: object = {}, state = 'stopping') => ({
  ...sample,
  ...more,
  detail: { 'instance-id': instanceId, state },
});

const addressIn = ({ world }: Simulation) => truthOf(world, anAppliance()).traffic.address;

/** As adoption leaves an address, or with what a test is about. */
const onAddress = (
  tags: Record<string, string>,
  story: (simulation: Simulation, holder: string) => Promise<void>,
): Promise<void> =>
  inAccount({}, async (simulation) => {
    const { allocationId, instanceId = '' } = addressIn(simulation);
    tag(simulation.world, allocationId, {
      [TAG.owner]: 'failover-dev',
      [TAG.activeInstance]: instanceId,
      ...tags,
    });
    await story(simulation, instanceId);
  });

const playEvent = (simulation: Simulation, event: unknown) => playIn(simulation, 'route-instance-event', event);

const startedIn = ({ stepFunctions }: Simulation) =>
  stepFunctions.executions
    .filter(({ machineName }) => machineName === 'failover-dev-failover')
    .map(({ name, input }) => ({ name, input: JSON.parse(input) }));

describe('an event about an active instance', () => {
  test.each(['stopping', 'stopped', 'shutting-down', 'terminated'])('that is %s asks the failover machine', (state) =>
    onAddress({}, async (simulation, holder) => {
      const { output, changes } = await playEvent(simulation, eventOf(holder, {}, state));
      const name = `event-sophos-${sample.id}`;
      expect(output).toEqual({ started: [name] });
      expect(changes).toEqual(['StartExecution']);
      const event = { instanceId: holder, state, at: '2026-11-21T03:12:31.000Z' };
      const reason = `EC2 says that ${holder} is ${state}`;
      const input = { appliance: 'sophos', requestedBy: 'route-instance-event', reason, event };
      expect(startedIn(simulation)).toEqual([{ name, input }]);
    }),
  );

  test('asks once, however often it is delivered', () =>
    onAddress({}, async (simulation, holder) => {
      await playEvent(simulation, eventOf(holder));
      await simulation.settle();
      const { output, error } = await playEvent(simulation, eventOf(holder));
      expect({ output, error }).toEqual({ output: { started: [`event-sophos-${sample.id}`] }, error: '' });
      expect(startedIn(simulation)).toHaveLength(1);
    }));

  test('asks also when the address has lost it already', () =>
    onAddress({}, async (simulation, holder) => {
      const { allocationId } = addressIn(simulation);
      giveAddress(simulation.world, { allocationId, networkInterfaceId: undefined });
      const { output } = await playEvent(simulation, eventOf(holder, {}, 'terminated'));
      expect(output).toHaveProperty('started');
    }));
});

describe('an event that is left alone', () => {
  test.each(['pending', 'running'])('%s is no failure, and nothing is even asked', (state) =>
    onAddress({}, async (simulation, holder) => {
      const before = simulation.world.calls.length;
      const { output } = await playEvent(simulation, eventOf(holder, {}, state));
      expect(output).toEqual({ ignored: `${holder} is ${state}: nothing failed` });
      expect(simulation.world.calls).toHaveLength(before);
    }),
  );

  test('because the instance is not one of ours', () =>
    onAddress({}, async (simulation) => {
      const { output } = await playEvent(simulation, eventOf('i-0123456789abcdef0'));
      expect(output).toEqual({ ignored: "i-0123456789abcdef0 is no appliance's active instance" });
      expect(startedIn(simulation)).toEqual([]);
    }));

  test('because another stack owns the address', () =>
    onAddress({ [TAG.owner]: 'failover-prod' }, async (simulation, holder) => {
      const { output } = await playEvent(simulation, eventOf(holder));
      expect(output).toEqual({
        ignored: expect.stringMatching(/203.0.113.10 belongs to failover-prod, .*failover-dev/),
      });
      expect(startedIn(simulation)).toEqual([]);
    }));

  test('because that address is not configured', () =>
    onAddress({}, async (simulation) => {
      const stranger = anAppliance({ name: 'vpn', floatingIp: '203.0.113.99', instance: 'vpn' });
      const { allocationId, instanceId } = buildAccount(simulation.world, stranger);
      tag(simulation.world, allocationId, { [TAG.owner]: 'failover-dev', [TAG.activeInstance]: instanceId });
      const { output } = await playEvent(simulation, eventOf(instanceId));
      expect(output).toEqual({ ignored: 'no appliance is configured for the address 203.0.113.99' });
    }));

  test('because the address has moved to another instance, as in every takeover', () =>
    onAddress({ [TAG.activeInstance]: 'i-000000000000000ab' }, async (simulation, holder) => {
      const { output } = await playEvent(simulation, eventOf('i-000000000000000ab'));
      expect(output).toEqual({ ignored: expect.stringContaining(`is held by ${holder} by now`) });
      expect(startedIn(simulation)).toEqual([]);
    }));
});

describe('an event that is refused', () => {
  test.each([
    [{ account: '210987654321' }, /account 210987654321 in ap-northeast-1, and not of 123456789012/],
    [{ region: 'eu-west-1' }, /account 123456789012 in eu-west-1/],
  ])('of another account or Region: %j', (more, why) =>
    onAddress({}, async (simulation, holder) => {
      const played = await playEvent(simulation, eventOf(holder, more));
      expect(played).toMatchObject({ error: 'RefusedError', why: expect.stringMatching(why), changes: [] });
    }),
  );

  test.each<[string, unknown, RegExp]>([
    ['another type', { ...sample, 'detail-type': 'EC2 Spot Instance Interruption Warning' }, /detail-type: must be/],
    ['no state', { ...sample, detail: { 'instance-id': 'i-04f9802932a90106a' } }, /detail.state/],
    ['a state that EC2 does not have', eventOf('i-04f9802932a90106a', {}, 'resting'), /detail.state: must be/],
    ['an id that is a pattern', eventOf('i-*'), /detail.instance-id: must be the id of an instance/],
    ['no instant', { ...sample, time: 'yesterday' }, /time: must be an instant/],
    ['an id that no execution can be named for', { ...sample, id: 'a b' }, /id: must be at most 40 letters/],
    ['nothing at all', {}, /detail-type/],
  ])('with %s', (_, event, why) => {
    expect(() => routeInstanceEvent.parse(event)).toThrow(why);
    expect(() => routeInstanceEvent.parse(event)).toThrow(/^the event of EC2 is not understood/);
  });
});
