/** User data is in the launch template and in no plan, for every configuration: plans are kept for 90 days. */
import { describe, expect, test } from '@jest/globals';
import { fillIn } from '../../shared/config/defaults.ts';
import type { Appliance, ProfileName } from '../../shared/domain/appliance.ts';
import { truth } from '../../simulator/account/consistency.ts';
import { field } from '../../simulator/account/field.ts';
import { machineName } from '../../simulator/account/logical-ids.ts';
import { adoptLongAgo } from '../../simulator/stories/adopted.ts';
import type { Simulation } from '../../simulator/stories/simulation.ts';
import { anAppliance } from '../support/appliances.ts';
import { assessIn } from '../support/assessed.ts';
import { alter } from '../support/console-hands.ts';
import { ASK, inAccount } from '../support/step-stage.ts';
import { addressIn } from '../support/swept.ts';

const SECRET = 'c2VjcmV0IG9mIHRoZSBhcHBsaWFuY2U=';

const PROFILES: ProfileName[] = ['sophos-utm', 'sophos-firewall', 'openvpn-as', 'generic'];

const WRITTEN = { floatingIp: '203.0.113.10', vpc: 'main', subnets: 'public', vpnCidrs: ['10.242.2.0/24'] };

const defaultOf = (profile: ProfileName | undefined): Appliance['userData'] =>
  fillIn({ name: 'sophos', instance: 'sophos', image: 'sophos', ...WRITTEN, ...(profile && { profile }) }).userData;

type Case = { profile: ProfileName; userData: Appliance['userData']; adopted: boolean };

const CASES: Case[] = PROFILES.flatMap((profile) =>
  (['none', 'copy'] as const).flatMap((userData) => [true, false].map((adopted) => ({ profile, userData, adopted }))),
);

const withSecret = ({ profile, userData, adopted }: Case, story: (simulation: Simulation) => Promise<void>) =>
  inAccount(
    { appliance: { profile, userData, rotation: { ...anAppliance().rotation, prove: 'always' } } },
    async (simulation) => {
      alter(simulation.world, addressIn(simulation).instanceId ?? '', { userData: SECRET });
      if (adopted) await adoptLongAgo(simulation);
      await story(simulation);
    },
  );

test.each([...PROFILES, undefined])('the profile %s copies no user data', (profile) =>
  expect(defaultOf(profile)).toBe('none'),
);

describe('a plan contains no user data', () => {
  test.each(CASES)('with $profile, userData: $userData, adopted: $adopted', (given) =>
    withSecret(given, async (simulation) => {
      const played = await assessIn(simulation, ASK);
      expect(JSON.stringify(played)).not.toContain(SECRET);
      const refused = given.userData === 'copy' && !given.adopted;
      const expected = refused
        ? { error: 'RefusedError', why: expect.stringMatching(/^not-adopted: .*let the sweep adopt/) }
        : { error: '', output: { outcome: 'taking-over' } };
      expect(played).toMatchObject(expected);
      expect(field(played.output, 'plan', 'blueprint', 'userData')).toBeUndefined();
    }),
  );
});

test.each(CASES.filter(({ profile }) => profile === 'generic'))(
  'no execution contains user data, with userData: $userData, adopted: $adopted, and a replacement has it only as a copy',
  (given) =>
    withSecret(given, async (simulation) => {
      const { world } = simulation;
      const before = addressIn(simulation).instanceId;
      await simulation.ended(simulation.startFailover(ASK));
      await simulation.clock.sleep(10 * 60_000);
      expect(JSON.stringify(world.stepFunctions.executions)).not.toContain(SECRET);
      const holder = addressIn(simulation).instanceId ?? '';
      const refused = given.userData === 'copy' && !given.adopted;
      expect(holder === before).toBe(refused);
      if (!refused) {
        const copied = given.userData === 'copy' ? SECRET : undefined;
        expect(truth(world.ec2.instances, holder)?.userData).toBe(copied);
      }
    }),
);

test('a rotation proves an image with the copied user data, and no execution contains it', () =>
  withSecret({ profile: 'generic', userData: 'copy', adopted: true }, async (simulation) => {
    const { world } = simulation;
    const machine = machineName({ stage: 'dev', name: 'rotation' });
    const input = JSON.stringify({ appliance: 'sophos', requestedBy: 'ada' });
    await simulation.ended(simulation.stepFunctions.start({ machine, name: 'by-ada', input }).execution);
    expect(JSON.stringify(world.stepFunctions.executions)).not.toContain(SECRET);
    const launches = world.calls.filter(({ action }) => action === 'RunInstances');
    expect(JSON.stringify(launches)).toContain(SECRET);
  }));
