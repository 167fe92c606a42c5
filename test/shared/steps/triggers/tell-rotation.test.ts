/** What people hear of rotations: a row of nights once, an image that only its protection keeps once, by hand nothing. */
import { describe, expect, jest, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { proveService } from '../../../../shared/steps/rotation/prove-service.ts';
import type { Execution } from '../../../../simulator/account/sfn/execution.ts';
import type { Simulation } from '../../../../simulator/stories/simulation.ts';
import { takeImage } from '../../../support/account-images.ts';
import { tag } from '../../../support/console-hands.ts';
import { asked } from '../../../support/proven-stage.ts';
import { rotate } from '../../../support/rotation-stage.ts';
import { aStatusEvent, eventOf } from '../../../support/status-events.ts';
import { playIn } from '../../../support/step-stage.ts';
import { addressIn, addressTagsIn, onSwept } from '../../../support/swept.ts';

async function tellIn(simulation: Simulation, event: unknown) {
  const before = simulation.world.publications.length;
  const { output, error, why, changes } = await playIn(simulation, 'notify', event);
  const mails = simulation.world.publications.slice(before);
  return { sent: error ? why : Object(output).sent, changes, mails };
}

const sent = (simulation: Simulation, execution: Execution) =>
  tellIn(simulation, eventOf(execution, 'end', { stopDate: simulation.clock.nowMs() }));

/** A scheduled or requested night, and the notification of its end. */
async function night(simulation: Simulation, asked: object = {}) {
  const scheduledAt = new Date(simulation.clock.nowMs()).toISOString();
  const { execution, record } = await rotate(simulation, { scheduledAt, ...asked });
  const heard = await sent(simulation, execution);
  await simulation.clock.sleep(Date.parse(scheduledAt) + 86_400_000 - simulation.clock.nowMs());
  return { ...heard, record };
}

const pausedUntil = (simulation: Simulation, until: string): void =>
  tag(simulation.world, addressIn(simulation).allocationId, { [TAG.pausedUntil]: until });

const HELD = (nights: number): string[] => [`sophos: no image for ${nights} nights, rotation held (paused)`];

describe('a rotation that is held', () => {
  test('because another image has the name of tonight is notified in its first night, and once', () =>
    onSwept({}, async (simulation) => {
      const names = ['sophos_20261121_0300', 'sophos_20261122_0300'];
      const at = new Date(simulation.clock.nowMs()).toISOString();
      const minute = `${at.slice(11, 13)}${at.slice(14, 16)}`;
      for (const name of names) await takeImage(simulation, { name: `${name.slice(0, -4)}${minute}`, tags: {} });
      const heard = [await night(simulation), await night(simulation)];
      expect(heard.map(({ record }) => record.because)).toEqual(['name-taken', 'name-taken']);
      expect(heard.map((each) => each.sent)).toEqual([
        ['sophos: no image for one night, rotation held (name-taken)'],
        [],
      ]);
    }));

  test('is notified on its second night and on no other, until an image is taken and a new row begins', () =>
    onSwept({}, async (simulation) => {
      pausedUntil(simulation, '2026-11-24T00:00:00.000Z');
      const first = [await night(simulation), await night(simulation), await night(simulation)];
      expect(first.map((each) => each.sent)).toEqual([[], HELD(2), []]);
      expect(first[1]?.mails[0]?.message).toMatch(/\nImage {3}ami-\w+, taken 2026-11-20 21:00:00 UTC, 30 h old\n/);
      const after = await night(simulation);
      expect(after).toMatchObject({ record: { outcome: 'rotated' }, sent: [] });
      expect(addressTagsIn(simulation)[TAG.sent] ?? '').not.toMatch(/\bi/);
      pausedUntil(simulation, '2026-12-25T00:00:00.000Z');
      const second = [await night(simulation), await night(simulation)];
      expect(second.map((each) => each.sent)).toEqual([[], HELD(2)]);
    }));

  test('is notified in a new row although the image before it was missed', () =>
    onSwept({}, async (simulation) => {
      pausedUntil(simulation, '2026-11-22T12:00:00.000Z');
      expect([(await night(simulation)).sent, (await night(simulation)).sent]).toEqual([[], HELD(2)]);
      const unheard = await rotate(simulation, { scheduledAt: new Date(simulation.clock.nowMs()).toISOString() });
      expect(unheard.record.outcome).toBe('rotated');
      pausedUntil(simulation, '2026-12-25T00:00:00.000Z');
      await simulation.clock.sleep(86_400_000);
      expect([(await night(simulation)).sent, (await night(simulation)).sent]).toEqual([[], HELD(2)]);
    }));

  test('and was requested by a person is not notified, with any nights before it', () =>
    onSwept({}, async (simulation) => {
      pausedUntil(simulation, '2026-12-25T00:00:00.000Z');
      const byHand = { requestedBy: 'ada' };
      const nights = [await night(simulation), await night(simulation, byHand), await night(simulation, byHand)];
      expect(nights.map((each) => each.sent)).toEqual([[], [], []]);
      expect((await night(simulation)).sent).toEqual(HELD(2));
    }));

  test('is notified although nothing can be remembered, and then again', () =>
    onSwept({}, async (simulation) => {
      pausedUntil(simulation, '2026-12-25T00:00:00.000Z');
      await night(simulation);
      simulation.inject({ kind: 'deny', action: 'DescribeAddresses', caller: 'notify' });
      expect([(await night(simulation)).sent, (await night(simulation)).sent]).toEqual([HELD(2), HELD(3)]);
    }));
});

describe('an image that only its protection keeps', () => {
  const kept = (...imageIds: string[]) => ({
    ...{ outcome: 'rotated', requestedBy: 'schedule', problems: [] },
    pruned: { deregistered: [], kept: imageIds.map((imageId) => ({ imageId, because: ['protected'] })) },
  });
  const end = (simulation: Simulation, output: object) =>
    tellIn(
      simulation,
      aStatusEvent({
        ...{ machine: 'rotation', name: 'e-7', status: 'SUCCEEDED', input: { appliance: 'sophos' }, output },
      }),
    );
  const ONE = ['sophos: an image cannot be deregistered, it is protected'];

  test('is notified once, one that comes to it alone, and again only after it was over', () =>
    onSwept({}, async (simulation) => {
      expect(await end(simulation, kept('ami-1'))).toMatchObject({ sent: ONE, changes: ['Publish', 'CreateTags'] });
      expect(await end(simulation, kept('ami-1'))).toMatchObject({ sent: [], changes: [] });
      expect((await end(simulation, kept('ami-1', 'ami-2'))).mails[0]?.message).toMatch(/\nImages {2}ami-2\n\n/);
      expect(await end(simulation, kept())).toMatchObject({ sent: [], changes: ['CreateTags'] });
      expect((await end(simulation, kept('ami-1'))).sent).toEqual(ONE);
    }));

  test('is not forgotten by a night in which nothing could be pruned', () =>
    onSwept({}, async (simulation) => {
      await end(simulation, kept('ami-1'));
      await end(simulation, { ...kept(), pruned: { deregistered: [], kept: [], held: 'a takeover runs' } });
      expect((await end(simulation, kept('ami-1'))).sent).toEqual([]);
    }));

  test('is notified although it cannot be remembered', () =>
    onSwept({}, async (simulation) => {
      simulation.inject({ kind: 'deny', action: 'CreateTags', caller: 'notify' });
      expect([(await end(simulation, kept('ami-1'))).sent, (await end(simulation, kept('ami-1'))).sent]).toEqual([
        ONE,
        ONE,
      ]);
    }));

  test("leaves another stack's address alone", () =>
    onSwept({}, async (simulation) => {
      tag(simulation.world, addressIn(simulation).allocationId, { [TAG.owner]: 'failover-prod' });
      expect((await end(simulation, kept('ami-1'))).changes).toEqual(['Publish']);
    }));
});

describe('what was pruned for an unusual reason', () => {
  const FAILED = [{ imageId: 'ami-1', because: 'failed' }];
  const pruned = { deregistered: ['ami-1'], reasons: FAILED, kept: [] };
  const BY = { machine: 'rotation', input: { appliance: 'sophos' } } as const;
  const ONE = ['sophos: pruned for an unusual reason'];

  test('is notified once when the rotation that pruned it succeeded', () =>
    onSwept({}, async (simulation) => {
      const output = { outcome: 'rotated', problems: [], pruned };
      const event = aStatusEvent({ ...BY, name: 'e-7', status: 'SUCCEEDED', output });
      const first = await tellIn(simulation, event);
      expect(first.sent).toEqual(ONE);
      expect(first.mails[0]?.attributes.kind).toBe('image-pruned');
      expect(first.mails[0]?.message).toContain('ami-1 deregistered: failed');
      expect((await tellIn(simulation, event)).sent).toEqual([]);
    }));

  test('is notified also when the rotation that pruned it gave way to a takeover', () =>
    onSwept({}, async (simulation) => {
      const cause = JSON.stringify({ outcome: 'failed', problems: [], error: 'GaveWayError', failure: 'any', pruned });
      const event = aStatusEvent({ ...BY, name: 'e-8', status: 'FAILED', cause });
      expect((await tellIn(simulation, event)).sent).toEqual(ONE);
    }));

  test('a failed image is in the notification of the rotation that failed and deregistered it', () =>
    onSwept({}, async (simulation) => {
      simulation.inject({ kind: 'image-fails' });
      const { execution, record } = await rotate(simulation);
      const [gone] = record.pruned?.deregistered ?? [];
      const { sent: subjects, mails } = await sent(simulation, execution);
      expect(subjects).toEqual(['sophos: rotation of images failed (FAILED)']);
      expect(mails[0]?.message).toContain(`${gone} deregistered: failed`);
    }));
});

test('a proof that is delayed is notified on its first night and on no other, until one reaches a verdict', () =>
  onSwept({}, async (simulation) => {
    const UNPROVEN = ['sophos: its newest image is good, and could not be proven to boot'];
    const hindered = { kind: 'fail', action: 'RunInstances', code: 'MissingParameter', status: 400, times: 2 } as const;
    simulation.inject(hindered);
    const nights = [await night(simulation), await night(simulation), await night(simulation)];
    expect(nights.map((each) => each.sent)).toEqual([UNPROVEN, [], []]);
    expect(nights.map(({ record }) => record.proven?.booted)).toEqual([undefined, undefined, true]);
    expect(addressTagsIn(simulation)[TAG.sent] ?? '').not.toMatch(/\bi/);
    simulation.inject(hindered);
    expect((await night(simulation, { prove: true })).sent).toEqual(UNPROVEN);
  }));

test('a service that never answered is notified once, for any number of weeks of proofs', () =>
  onSwept(asked(), async (simulation) => {
    const NO_ANSWER = ['sophos: its newest image boots, and its service does not answer'];
    const cutOff = { kind: 'prober-cut-off', functionName: 'prove-service' } as const;
    const proof = { prove: true };
    const none = { prove: false };
    simulation.inject(cutOff);
    expect((await night(simulation, proof)).sent).toEqual(NO_ANSWER);
    expect([(await night(simulation, none)).sent, (await night(simulation, proof)).sent]).toEqual([[], []]);
    simulation.repair(cutOff);
    expect(await night(simulation, proof)).toMatchObject({ sent: [], record: { proven: { service: 'answered' } } });
    expect(addressTagsIn(simulation)[TAG.sent] ?? '').not.toMatch(/\bi/);
    simulation.inject(cutOff);
    expect((await night(simulation, proof)).sent).toEqual(['sophos: its newest image boots and does not serve']);
  }));

test('a service that could not be asked is notified once, until a proof is asked again', () =>
  onSwept(asked(), async (simulation) => {
    const exit = Object.assign(new Error('exit status 1'), { name: 'Runtime.ExitError' });
    const broken = jest.spyOn(proveService, 'run').mockRejectedValue(exit);
    const proof = { prove: true };
    try {
      const first = await night(simulation, proof);
      expect(first.sent).toEqual(['sophos: its newest image boots, and its service could not be asked']);
      expect([(await night(simulation, { prove: false })).sent, (await night(simulation, proof)).sent]).toEqual([
        [],
        [],
      ]);
    } finally {
      broken.mockRestore();
    }
    expect(await night(simulation, proof)).toMatchObject({ sent: [], record: { proven: { service: 'answered' } } });
    expect(addressTagsIn(simulation)[TAG.sent] ?? '').not.toMatch(/\bi/);
  }));

test('a rotation that gave way to a takeover is not notified, unless its image does not boot', () =>
  onSwept({}, async (simulation) => {
    const failure = 'RefusedError: a takeover of sophos is running';
    const gaveWay = { error: 'GaveWayError', failure: 'any words' };
    const end = (record: object) =>
      tellIn(
        simulation,
        aStatusEvent({
          ...{ machine: 'rotation', name: 'e-8', status: 'FAILED', input: { appliance: 'sophos' } },
          cause: JSON.stringify({ outcome: 'failed', problems: [], ...record }),
        }),
      );
    expect((await end(gaveWay)).sent).toEqual([]);
    expect((await end({ ...gaveWay, proven: { booted: false, detail: 'impaired' } })).sent).toHaveLength(1);
    expect((await end({ error: 'RefusedError', failure })).sent).toHaveLength(1);
    // The sentence of the release before, in a record that it wrote: F33.
    expect((await end({ failure })).sent).toEqual([]);
    expect((await end({ failure: 'RefusedError: a takeover of vpn is running' })).sent).toHaveLength(1);
    expect((await end({ failure: 'RefusedError: it is not accepted' })).sent).toHaveLength(1);
  }));

test('a proof that does not boot is notified as that, with the page that says what to do', () =>
  onSwept({}, async (simulation) => {
    simulation.world.onChange(({ what }) => {
      const [id = '', state] = what.split(' ');
      if (id.startsWith('ami-') && state === 'pending') simulation.world.ec2.imageFlaws.set(id, 'dead');
    });
    const { execution } = await rotate(simulation);
    const { sent: subjects, mails } = await sent(simulation, execution);
    expect(subjects).toEqual(['sophos: its newest image does not boot']);
    expect(mails[0]?.attributes.kind).toBe('proof-failed');
    expect(mails[0]?.message).toContain('docs/operate/rotation-failed.md');
  }));

test('a success of which nothing can be read is an error, and Lambda keeps it', () =>
  onSwept({}, async (simulation) => {
    const event = aStatusEvent({ machine: 'rotation', name: 'e-7', status: 'SUCCEEDED', output: {} });
    expect((await tellIn(simulation, event)).sent).toBe('e-7 succeeded, and its record cannot be read');
  }));
