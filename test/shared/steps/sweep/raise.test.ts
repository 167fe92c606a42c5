/** The sweep asks the failover machine about what may have failed, and about nothing else. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { alter, giveAddress, tag } from '../../../support/console-hands.ts';
import { sayOfProbe } from '../../../support/probe-word.ts';
import { addressIn, addressTagsIn, onSwept, startedBy, sweepOnce } from '../../../support/swept.ts';

const GENERIC = { appliance: { rebootGraceSeconds: 0 } };

describe('a loss that EC2 itself tells of', () => {
  test('is asked about at once, once for each minute', () =>
    onSwept({}, async (simulation, active) => {
      alter(simulation.world, active, { state: 'stopped' });
      const { swept } = await sweepOnce(simulation);
      expect(swept).toMatchObject({ started: 'sweep-sophos-20261121T0301', why: `EC2 says that ${active} is stopped` });
      await sweepOnce(simulation);
      const reason = `EC2 says that ${active} is stopped`;
      expect(startedBy(simulation)).toEqual([{ appliance: 'sophos', requestedBy: 'sweep', reason }]);
    }));

  test('is an address that is attached to nothing', () =>
    onSwept({}, async (simulation, active) => {
      const { allocationId } = addressIn(simulation);
      giveAddress(simulation.world, { allocationId, networkInterfaceId: undefined });
      expect((await sweepOnce(simulation)).swept.why).toBe(
        `the address is attached to nothing; ${active} held it last`,
      );
      expect(startedBy(simulation)).toHaveLength(1);
    }));
});

describe('a missing answer that another program reports', () => {
  test('is looked at first: who answers is not asked about', () =>
    onSwept(GENERIC, async (simulation, instanceId) => {
      await simulation.deliverAlarm({ appliance: 'sophos', kind: 'status-check', instanceId });
      await simulation.settle();
      const { swept } = await sweepOnce(simulation);
      expect(swept.why).toMatch(/is in ALARM$/);
      expect(swept.started).toBeUndefined();
    }));

  test('is asked about when EC2 says impaired and our own probes are silent', () =>
    onSwept({}, async (simulation, instanceId) => {
      simulation.inject({ kind: 'host-dead', instanceId });
      await simulation.clock.sleep(125_000);
      expect((await sweepOnce(simulation)).swept).toMatchObject({ started: expect.stringMatching(/^sweep-sophos-/) });
    }));
});

describe('darkness', () => {
  const dark = { kind: 'zone-lost', zone: 'ap-northeast-1a' } as const;

  test('is asked about when the appliance is silent on two sweeps running', () =>
    onSwept({}, async (simulation) => {
      simulation.inject(dark);
      const { swept, writes } = await sweepOnce(simulation);
      expect(swept.started).toBeUndefined();
      expect(writes).toEqual(['CreateTags']);
      const since = addressTagsIn(simulation)[TAG.silentSince];
      await simulation.clock.sleep(57_000);
      expect((await sweepOnce(simulation)).swept.why).toMatch(`; silent since ${since}`);
      expect(startedBy(simulation)).toHaveLength(1);
    }));

  test('says nothing while the appliance answers', () =>
    onSwept({}, async (simulation) => {
      simulation.inject({
        kind: 'fail',
        action: 'DescribeInstanceStatus',
        code: 'InternalError',
        status: 500,
        times: 99,
      });
      const { swept, writes } = await sweepOnce(simulation);
      expect(swept.why).toMatch(/^EC2 does not answer for/);
      expect(writes).toEqual([]);
    }));

  test('says nothing while the sweep itself is cut off', () =>
    onSwept({}, async (simulation) => {
      simulation.inject(dark);
      simulation.inject({ kind: 'prober-cut-off' });
      expect((await sweepOnce(simulation)).writes).toEqual([]);
    }));

  test('does not count silence from long ago', () =>
    onSwept({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.silentSince]: '2026-11-21T01:00:00.000Z' });
      simulation.inject(dark);
      expect((await sweepOnce(simulation)).swept.started).toBeUndefined();
      expect(addressTagsIn(simulation)[TAG.silentSince]).toMatch(/^2026-11-21T03:01/);
    }));

  test('is forgotten once all is well again', () =>
    onSwept({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.silentSince]: '2026-11-21T03:00:30.000Z' });
      expect((await sweepOnce(simulation)).writes).toEqual(['DeleteTags']);
      expect(addressTagsIn(simulation)).not.toHaveProperty(TAG.silentSince);
    }));

  test('means nothing while the probe has not proven itself', () =>
    onSwept({}, async (simulation) => {
      sayOfProbe(simulation, 'other');
      simulation.inject(dark);
      expect((await sweepOnce(simulation)).writes).toEqual([]);
    }));
});
