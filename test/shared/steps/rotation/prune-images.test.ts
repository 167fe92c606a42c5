/** PruneImages: prunes what the rules allow, asks before each, and always leaves a record. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import type { Closed } from '../../../../shared/steps/rotation/facts.ts';
import { allTrue, truth } from '../../../../simulator/account/consistency.ts';
import { takeImage } from '../../../support/account-images.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { alter, tag } from '../../../support/console-hands.ts';
import { IN_THE_WAY } from '../../../support/in-the-way.ts';
import { imageIn, onNight, type RotationStage } from '../../../support/rotation-stage.ts';
import type { Setting } from '../../../support/step-stage.ts';
import { addressIn, addressTagsIn } from '../../../support/swept.ts';

const OURS = { Name: 'sophos', [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' };
const GOOD = { ...OURS, [TAG.image]: 'good' };

const KEEP_THREE: Setting = {
  appliance: {
    rotation: {
      ...{ schedule: 'rate(1 day)', timezone: 'UTC', lineDays: 30, reboot: false, prove: 'never' },
      keep: { last: 3, daily: 0, weekly: 0, monthly: 0 },
    },
  },
};

/** The image of tonight was accepted. */
const onAccepted = (story: (stage: RotationStage) => Promise<void>): Promise<void> =>
  onNight(KEEP_THREE, async (stage) => {
    await stage.perform('gate-rotation', 'create-image');
    await stage.untilAvailable();
    await stage.perform('accept-image');
    await story(stage);
  });

/** Good ones of the nights before, the newest first. */
const earlierNights = ({ simulation, active: from }: RotationStage, nights: number): string[] =>
  Array.from({ length: nights }, (_, night) => takeImage(simulation, { from, tags: GOOD, ageHours: 24 * (night + 1) }));

const stateOf = ({ simulation }: RotationStage, id: string): string =>
  truth(simulation.world.ec2.images, id)?.state ?? 'gone';

const snapshotOf = ({ simulation }: RotationStage, id: string) => {
  const mapping = truth(simulation.world.ec2.images, id)?.mappings[0];
  return () => truth(simulation.world.ec2.ebsSnapshots, mapping?.ebsSnapshotId ?? '');
};

async function prune(stage: RotationStage): Promise<Closed & { changes: string[] }> {
  const { output, error, why, changes } = await stage.play('prune-images');
  if (error) throw new Error(`prune-images was to succeed: ${error}: ${why}`);
  expect(stage.simulation.watch.violations).toEqual([]);
  return { ...(output as Closed), changes };
}

describe('pruning', () => {
  test('prunes what no rule keeps, with its EBS snapshots, and says what it kept and why', () =>
    onAccepted(async (stage) => {
      const [first = '', second = '', third = '', fourth = ''] = earlierNights(stage, 4);
      const snapshot = snapshotOf(stage, fourth);
      const { deregistered, kept, ok, record, changes } = await prune(stage);
      expect(deregistered).toEqual([third, fourth]);
      expect(kept).toEqual([
        { imageId: imageIn(stage).id, because: ['newest-good', 'last'] },
        { imageId: first, because: ['newest-good', 'last'] },
        { imageId: second, because: ['newest-good', 'last'] },
      ]);
      expect([third, fourth].map((id) => stateOf(stage, id))).toEqual(['deregistered', 'deregistered']);
      expect(snapshot()).toBeUndefined();
      expect(changes).toEqual(['DeregisterImage', 'DeregisterImage']);
      expect({ ok, outcome: record.outcome, problems: record.problems }).toEqual({
        ...{ ok: true, outcome: 'rotated', problems: [] },
      });
    }));

  test('again lets nothing more go', () =>
    onAccepted(async (stage) => {
      earlierNights(stage, 4);
      await prune(stage);
      await stage.simulation.clock.sleep(10_000);
      expect((await prune(stage)).changes).toEqual([]);
    }));

  test('never touches an image of the recipe, of another stack, or one that is only named like ours', () =>
    onAccepted(async (stage) => {
      earlierNights(stage, 2);
      const others = [
        takeImage(stage.simulation, { tags: { Name: 'sophos' }, ageHours: 1000 }),
        takeImage(stage.simulation, { tags: { ...GOOD, [TAG.owner]: 'failover-prod' }, ageHours: 1000 }),
        takeImage(stage.simulation, { tags: { ...GOOD, [TAG.appliance]: 'another' }, ageHours: 1000 }),
      ];
      await prune(stage);
      expect(others.map((id) => stateOf(stage, id))).toEqual(['available', 'available', 'available']);
    }));

  test('keeps what an instance runs from, also a stopped one', () =>
    onAccepted(async (stage) => {
      const [, , , fourth = ''] = earlierNights(stage, 4);
      alter(stage.simulation.world, stage.active, { imageId: fourth });
      const { kept } = await prune(stage);
      expect(kept).toContainEqual({ imageId: fourth, because: ['in-use'] });
    }));

  test('holds when EC2 cannot say what the instances run from', () =>
    onAccepted(async (stage) => {
      earlierNights(stage, 4);
      stage.simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a' });
      const { deregistered, held, record } = await prune(stage);
      expect(deregistered).toEqual([]);
      expect(held).toBe('which images the instances run from is unknown');
      expect(record.outcome).toBe('rotated');
    }));

  test('keeps a protected one, also when EC2 says so only at the call', () =>
    onAccepted(async (stage) => {
      const [, , , fourth = ''] = earlierNights(stage, 4);
      stage.simulation.inject({
        ...{ kind: 'fail', action: 'DeregisterImage', code: 'OperationNotPermitted', status: 400, times: 1 },
      });
      stage.simulation.inject({ kind: 'image-protected', imageId: fourth });
      const { kept, deregistered, record } = await prune(stage);
      expect(deregistered).toEqual([]);
      expect(kept.filter(({ because }) => because.includes('protected')).length).toBe(2);
      expect(record.problems).toEqual([]);
    }));

  test.each(['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'])('takes %s for done', (code) =>
    onAccepted(async (stage) => {
      earlierNights(stage, 3);
      stage.simulation.inject({ kind: 'fail', action: 'DeregisterImage', code, status: 400, times: 1 });
      const { deregistered, record } = await prune(stage);
      expect(deregistered.length).toBe(1);
      expect(record.problems).toEqual([]);
    }),
  );

  test('deletes a single EBS snapshot where EC2 did not, and leaves a shared one', () =>
    onAccepted(async (stage) => {
      const [, , third = '', fourth = ''] = earlierNights(stage, 4);
      const [own, shared] = [snapshotOf(stage, third), snapshotOf(stage, fourth)];
      stage.simulation.inject({ kind: 'snapshot-shared', imageId: fourth });
      stage.simulation.inject({ kind: 'fail', action: 'DeleteSnapshot', code: 'InternalError', status: 500, times: 1 });
      const { changes, record } = await prune(stage);
      expect(changes).toContain('DeleteSnapshot');
      expect(own()).toBeUndefined();
      expect(shared()).toBeDefined();
      expect(record.problems).toEqual([]);
    }));

  test('keeps an image that was disabled by hand, with its EBS snapshots', () =>
    onAccepted(async (stage) => {
      const [, , , fourth = ''] = earlierNights(stage, 4);
      const snapshot = snapshotOf(stage, fourth);
      const record = truth(stage.simulation.world.ec2.images, fourth);
      if (record) record.state = 'disabled';
      const { kept, snapshots } = await prune(stage);
      expect(kept).toContainEqual({ imageId: fourth, because: ['unclear'] });
      expect(snapshots).toEqual({ deleted: [], marked: [] });
      expect(snapshot()?.tags[TAG.orphanedSince]).toBeUndefined();
    }));

  test('forgets the nights without an image', () =>
    onAccepted(async (stage) => {
      const held = '2 since 2026-11-19T03:00:00.000Z last 2026-11-20T03:00:00.000Z';
      tag(stage.simulation.world, addressIn(stage.simulation).allocationId, { [TAG.rotationHeld]: held });
      await prune(stage);
      expect(addressTagsIn(stage.simulation)[TAG.rotationHeld]).toBeUndefined();
    }));

  test('stops when a takeover begins in between', () =>
    onAccepted(async (stage) => {
      earlierNights(stage, 6);
      const { world } = stage.simulation;
      world.onChange(({ what }) => {
        if (what.endsWith('deregistered')) asIfRunning(stage.simulation, 'takeover-sophos-g1');
      });
      const { deregistered, record } = await prune(stage);
      expect(deregistered.length).toBe(1);
      expect(record.problems).toEqual([expect.stringMatching(/stays: a takeover of sophos is running/)]);
    }));

  test.each(IN_THE_WAY)('lets nothing go when $what, and writes the record', ({ happen, why }) =>
    onAccepted(async (stage) => {
      earlierNights(stage, 6);
      happen(stage.simulation);
      const { changes, held, record } = await prune(stage);
      expect(changes).toEqual([]);
      expect(held).toMatch(why);
      expect(record).toMatchObject({ outcome: 'rotated', problems: [expect.stringMatching(why)] });
    }),
  );
});

const marked = (mark: string) => ({ ...OURS, [TAG.image]: mark });

describe('what only carries our tags is left alone', () => {
  test.each([
    ['a failed image', 'failed', 'no-provenance'],
    ['a good image', 'good', 'no-provenance'],
    ['a candidate', 'candidate', 'no-provenance'],
  ])('%s of another instance', (_, mark, because) =>
    onAccepted(async (stage) => {
      earlierNights(stage, 4);
      const database = takeImage(stage.simulation, { tags: marked(mark), ageHours: 1000, sourceInstanceId: 'i-0db' });
      const { kept } = await prune(stage);
      expect(kept).toContainEqual({ imageId: database, because: [because] });
      expect(stateOf(stage, database)).toBe('available');
    }),
  );

  test('copies of our images, with any tags and dates', () =>
    onAccepted(async (stage) => {
      const [, , , oldest = ''] = earlierNights(stage, 4);
      const { simulation } = stage;
      simulation.inject({ kind: 'image-copied', image: oldest, tags: 'all', family: 'sophos' });
      await simulation.clock.sleep(1_800_000);
      const copy = allTrue(simulation.world.ec2.images).find(({ sourceImageId }) => sourceImageId === oldest)?.id ?? '';
      const { kept, deregistered } = await prune(stage);
      expect(kept).toContainEqual({ imageId: copy, because: ['no-provenance'] });
      expect(deregistered).toContain(oldest);
    }));

  test('an image of ours that was marked as failed by hand, which no record says', () =>
    onAccepted(async (stage) => {
      earlierNights(stage, 4);
      const { simulation, active: from } = stage;
      const image = takeImage(simulation, { from, tags: marked('failed'), ageHours: 1000 });
      expect((await prune(stage)).kept).toContainEqual({ imageId: image, because: ['no-record'] });
    }));
});

test('the record lists every image that is ours from now on, with the instance that it was taken of', () =>
  onAccepted(async (stage) => {
    const { active: sourceInstanceId } = stage;
    const [first = '', second = ''] = earlierNights(stage, 4);
    takeImage(stage.simulation, { tags: marked('good'), sourceInstanceId: 'i-0db' });
    const { record } = await prune(stage);
    expect(record).toMatchObject({ active: sourceInstanceId, line: { because: 'first-adoption' }, orphans: [] });
    expect(record.images).toEqual(
      [imageIn(stage).id, first, second].map((imageId) => ({
        ...{ imageId, sourceInstanceId, takenAt: expect.stringMatching(/^2026-11-/) },
      })),
    );
  }));

describe('after a rotation that failed', () => {
  test('the image that EC2 could not make is marked and pruned, and no other', () =>
    onNight(KEEP_THREE, async (stage) => {
      stage.simulation.inject({ kind: 'image-fails' });
      const earlier = earlierNights(stage, 5);
      await stage.perform('gate-rotation', 'create-image');
      const { id } = imageIn(stage);
      await stage.untilAvailable();
      const { deregistered, ok, record, failure } = await prune(stage);
      expect(deregistered).toEqual([id]);
      expect(earlier.map((each) => stateOf(stage, each))).toEqual(earlier.map(() => 'available'));
      expect({ ok, outcome: record.outcome }).toEqual({ ok: false, outcome: 'failed' });
      expect(record.failure).toMatch(/the image was not made: ami-\w+ is failed/);
      expect(failure).toEqual({ error: 'RotationFailed', cause: JSON.stringify(record) });
      expect(truth(stage.simulation.world.ec2.images, id)?.tags[TAG.image]).toBe('failed');
    }));

  test('an image that was called good by hand meanwhile stays', () =>
    onAccepted(async (stage) => {
      delete stage.done.accepted;
      stage.done.state = { state: 'timed-out', waitSeconds: 0, detail: 'it took too long' };
      const { deregistered, kept } = await prune(stage);
      expect(deregistered).toEqual([]);
      expect(kept.map(({ imageId }) => imageId)).toContain(imageIn(stage).id);
    }));

  test('nothing is looked at when nothing has passed the gate', () =>
    onNight({}, async (stage) => {
      stage.done.failure = { Error: 'TransientError', Cause: '{"errorMessage":"EC2 does not answer"}' };
      const { changes, record } = await prune(stage);
      expect(changes).toEqual([]);
      expect(record).toMatchObject({ outcome: 'failed', failure: 'TransientError: EC2 does not answer' });
    }));
});
