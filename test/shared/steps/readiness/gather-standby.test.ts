/** The standby, as readiness sees it: what the tier promises is there, and it is ours. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { allTrue } from '../../../../simulator/account/consistency.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { checkOnce } from '../../../support/checked.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { kept } from '../../../support/kept-stage.ts';
import { onNight, rotate } from '../../../support/rotation-stage.ts';
import { onSwept } from '../../../support/swept.ts';

type Kept = { simulation: Simulation; standby: string; allocationId: string };

const onKept = (tier: 'running' | 'stopped', story: (kept: Kept) => Promise<void>): Promise<void> =>
  onNight(kept(tier), async ({ simulation }) => {
    const { record } = await rotate(simulation, { scheduledAt: '2026-11-20T03:01:00Z' });
    await simulation.clock.sleep(2_400_000);
    const allocationId = allTrue(simulation.world.ec2.addresses)[0]?.id ?? '';
    await story({ simulation, standby: record.standby?.instanceId ?? '', allocationId });
  });

const judged = async (simulation: Simulation): Promise<string> => {
  const { open, sentence } = await checkOnce(simulation);
  return `${open.standby ?? 'ready'}: ${sentence('standby')}`;
};

describe('a standby', () => {
  test.each(['running', 'stopped'] as const)('of tier %s is ready in another zone, with the age of its image', (tier) =>
    onKept(tier, async ({ simulation, standby }) => {
      const says = `ready: ${standby} is (running|stopped) in ap-northeast-1[cd], from ami-\\w+, whose content is \\d+ h old`;
      expect(await judged(simulation)).toMatch(new RegExp(says));
    }),
  );

  test('that ended is red, and the sentence says what happens meanwhile', () =>
    onKept('running', async ({ simulation, standby }) => {
      alter(simulation.world, standby, { state: 'terminated' });
      expect(await judged(simulation)).toMatch(
        /^not-ready: no standby is kept; .* a takeover launches from the newest image$/,
      );
    }));

  test('that a person stopped is red, although it is there', () =>
    onKept('running', async ({ simulation, standby }) => {
      alter(simulation.world, standby, { state: 'stopped' });
      expect(await judged(simulation)).toMatch(
        new RegExp(`^not-ready: ${standby} is stopped; the sweep has a new one built`),
      );
    }));

  test('that no rotation of ours has kept is red, although its tags say so', () =>
    onKept('running', async ({ simulation, standby }) => {
      tag(simulation.world, standby, { [TAG.by]: 'arn:aws:states:ap-northeast-1:123456789012:execution:other:x' });
      expect(await judged(simulation)).toMatch(
        new RegExp(`^not-ready: failover:standby names ${standby}, which no rotation of this deployment has kept`),
      );
    }));

  test('that the address does not name is red: a takeover looks there first', () =>
    onKept('running', async ({ simulation, allocationId }) => {
      tag(simulation.world, allocationId, { [TAG.standby]: 'i-0123456789abcdef0' });
      expect(await judged(simulation)).toMatch(/^not-ready: no standby is kept/);
    }));

  test('that EC2 does not describe is unknown', () =>
    onKept('running', async ({ simulation }) => {
      simulation.inject({ kind: 'deny', action: 'DescribeInstances', caller: 'check-readiness' });
      expect(await judged(simulation)).toMatch(/^unknown: i-\w+ is unreadable/);
    }));

  test('is not asked for where none is configured', () =>
    onSwept({}, async (simulation) => {
      expect(await judged(simulation)).toBe('ready: none is configured (standby.tier: cold)');
    }));
});
