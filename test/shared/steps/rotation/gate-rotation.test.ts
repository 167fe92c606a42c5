/** GateRotation: goes on with a name and a wish, or holds with a reason; only nights without an image are counted. */
import { describe, expect, test } from '@jest/globals';
import { writeAnswered } from '../../../../shared/domain/images/service-proof.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { routesOf } from '../../../../simulator/account/observe.ts';
import { takeImage } from '../../../support/account-images.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { aimRoute, giveAddress, tag, tagsOf } from '../../../support/console-hands.ts';
import { knowGenuine } from '../../../support/genuine.ts';
import { aPlan } from '../../../support/plans.ts';
import { sayOfProbe } from '../../../support/probe-word.ts';
import { asked } from '../../../support/proven-stage.ts';
import { onNight, type RotationStage } from '../../../support/rotation-stage.ts';
import { addressIn, addressTagsIn } from '../../../support/swept.ts';

const tagAddress = ({ simulation }: RotationStage, tags: Record<string, string>): void =>
  tag(simulation.world, addressIn(simulation).allocationId, tags);

const OURS = { [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' };

describe('the gate lets an image be taken', () => {
  test('of the holder of the address, named for the minute of the schedule, and proven when none was this week', () =>
    onNight({}, async ({ play, active }) => {
      expect(await play('gate-rotation')).toEqual({
        output: {
          ...{ outcome: 'go', active, imageName: 'sophos_20261121_0301', prove: true, why: 'the schedule' },
          healthyAt: expect.stringMatching(/^2026-11-21T03:01:/),
          line: { because: 'first-adoption', detail: 'it held the address before any takeover or rotation' },
        },
        ...{ error: '', why: '', changes: [] },
      });
    }));

  test('named for the start of the execution when a person asks, and for the reason given', () =>
    onNight({}, async ({ play }) => {
      const { output } = await play('gate-rotation', { requestedBy: 'ada', scheduledAt: undefined });
      expect(output).toMatchObject({ imageName: 'sophos_20261121_0301', why: 'ada asked for it' });
      const because = await play('gate-rotation', { requestedBy: 'ada', reason: 'before the firmware update' });
      expect(because.output).toMatchObject({ why: 'before the firmware update' });
    }));

  test('without a proof when one was seen to boot this week, unless a proof is requested', () =>
    onNight({}, async (stage) => {
      const { play, simulation } = stage;
      takeImage(simulation, { tags: { ...OURS, [TAG.provenAt]: '2026-11-16T03:00:00.000Z' } });
      expect((await play('gate-rotation')).output).toMatchObject({ prove: false });
      expect((await play('gate-rotation', { prove: true })).output).toMatchObject({ prove: true });
    }));

  test('with a proof again a week after the last to the hour', () =>
    onNight({}, async ({ play, simulation }) => {
      takeImage(simulation, { tags: { ...OURS, [TAG.provenAt]: '2026-11-14T03:20:00.000Z' } });
      expect((await play('gate-rotation')).output).toMatchObject({ prove: true });
    }));

  test('and goes on with one that an earlier attempt left as a candidate', () =>
    onNight({}, async (stage) => {
      await stage.perform('gate-rotation', 'create-image');
      expect((await stage.play('gate-rotation')).output).toMatchObject({ outcome: 'go' });
    }));

  test('while a probe that has no vote is silent', () =>
    onNight({}, async (stage) => {
      sayOfProbe(stage.simulation, 'something else');
      stage.simulation.inject({ kind: 'service-dead', instanceId: stage.active });
      expect((await stage.play('gate-rotation')).output).toMatchObject({ outcome: 'go' });
    }));
});

function leadRoutesElsewhere({ simulation }: RotationStage): void {
  for (const { routeTableId, destination } of routesOf(simulation.world, anAppliance())) {
    aimRoute(simulation.world, { routeTableId, destination, target: 'eni-0theirs' });
  }
}

type Row = [because: string, nights: number, what: (stage: RotationStage) => unknown, asked?: object];

const HOLDS: Row[] = [
  ['unknown-appliance', 0, () => undefined, { appliance: 'nobody' }],
  ['not-owner', 0, (stage) => tagAddress(stage, { [TAG.owner]: 'failover-prod' })],
  [
    'no-holder',
    1,
    ({ simulation }) => giveAddress(simulation.world, { ...addressIn(simulation), networkInterfaceId: undefined }),
  ],
  ['takeover-running', 1, ({ simulation }) => void asIfRunning(simulation, 'takeover-sophos-g1')],
  [
    'takeover-recent',
    1,
    async ({ simulation }) => {
      const { stepFunctions, clock } = simulation;
      const machine = 'failover-dev-takeover';
      const { execution } = stepFunctions.start({ machine, name: 'takeover-sophos-g1', input: '{}' });
      await simulation.ended(execution);
      knowGenuine(simulation, { plan: aPlan(), startDate: new Date(execution.startedAtMs), status: 'FAILED' });
      await clock.sleep(840_000);
    },
  ],
  ['paused', 1, (stage) => tagAddress(stage, { [TAG.pausedUntil]: '2026-11-21T09:00:00Z' })],
  ['paused', 1, (stage) => tagAddress(stage, { [TAG.pausedUntil]: 'tomorrow' })],
  [
    'unhealthy',
    1,
    async ({ simulation, active }) => {
      simulation.inject({ kind: 'instance-dead', instanceId: active });
      await simulation.clock.sleep(150_000);
    },
  ],
  ['unhealthy', 1, ({ simulation, active }) => simulation.inject({ kind: 'service-dead', instanceId: active })],
  ['unhealthy', 1, ({ simulation }) => simulation.inject({ kind: 'zone-lost', zone: 'ap-northeast-1a' })],
  [
    'rotation-running',
    0,
    async ({ simulation }) => {
      const input = JSON.stringify({ appliance: 'sophos' });
      simulation.stepFunctions.start({ machine: 'failover-dev-rotation', input });
      await simulation.clock.sleep(5_000);
    },
    { startLater: true },
  ],
  [
    'already-rotated',
    0,
    ({ simulation, active: sourceInstanceId }) =>
      takeImage(simulation, {
        ...{ name: 'sophos_20261121_0301', tags: { ...OURS, [TAG.image]: 'good' }, sourceInstanceId },
      }),
  ],
  ['drift', 1, leadRoutesElsewhere],
  ['name-taken', 1, ({ simulation }) => takeImage(simulation, { name: 'sophos_20261121_0301', tags: {} })],
  [
    'name-taken',
    1,
    ({ simulation }) =>
      takeImage(simulation, {
        name: 'sophos_20261121_0301',
        tags: { ...OURS, [TAG.appliance]: 'nat', [TAG.image]: 'good' },
      }),
  ],
];

describe('a person vouches for an instance', () => {
  const vouching = (stage: RotationStage, vouch: string) =>
    stage.play('gate-rotation', { vouch, requestedBy: 'ada', reason: 'we moved it', scheduledAt: undefined });

  test('that holds the address: the instance points to the execution, and no image is taken now', () =>
    onNight({}, async (stage) => {
      const { output, changes } = await vouching(stage, stage.active);
      expect(output).toMatchObject({ outcome: 'vouched', record: { outcome: 'vouched' } });
      expect(changes).toEqual(['CreateTags']);
      expect(tagsOf(stage.simulation.world, stage.active)[TAG.vouched]).toMatch(/:execution:failover-dev-rotation:/);
    }));

  type Refused = [of: string, why: RegExp, who: (stage: RotationStage) => string];
  test.each<Refused>([
    [
      'that does not hold the address',
      /^i-0123456789abcdef0 does not hold 203\.0\.113\.10; i-\w+ does$/,
      () => 'i-0123456789abcdef0',
    ],
    [
      'of another appliance',
      /belongs to nat$/,
      ({ simulation, active }) => {
        tag(simulation.world, active, { [TAG.appliance]: 'nat' });
        return active;
      },
    ],
    [
      'at the address of another stack',
      /belongs to failover-prod, not to failover-dev$/,
      (stage) => {
        tagAddress(stage, { [TAG.owner]: 'failover-prod' });
        return stage.active;
      },
    ],
  ])('%s: refused, and nothing is written', (_, detail, who) =>
    onNight({}, async (stage) => {
      const { output, changes } = await vouching(stage, who(stage));
      expect(output).toMatchObject({
        record: { outcome: 'held', because: 'vouch-refused', detail: expect.stringMatching(detail) },
      });
      expect(changes).toEqual([]);
    }),
  );
});

describe('an appliance whose image is fixed', () => {
  test('gets no other, for any requester, and no night is counted', () =>
    onNight({ appliance: { image: 'ami-0123456789abcdef0' } }, async ({ play, simulation }) => {
      const { output } = await play('gate-rotation');
      expect(output).toMatchObject({ record: { outcome: 'held', because: 'image-fixed', nights: 0 } });
      expect(Object(output).record.detail).toMatch(
        /^image of sophos is ami-0123456789abcdef0, from which every takeover launches, also after a rotation; give the Name/,
      );
      expect(addressTagsIn(simulation)[TAG.rotationHeld]).toBeUndefined();
    }));
});

describe('the gate holds', () => {
  test.each(HOLDS)('%s, which counts as %i nights without an image', (because, nights, what, asked = {}) =>
    onNight({}, async (stage) => {
      await what(stage);
      const { startLater, ...words } = Object(asked);
      const { output, error } = await (startLater
        ? stage.playLater('gate-rotation')
        : stage.play('gate-rotation', words));
      expect(error).toBe('');
      expect(output).toMatchObject({ outcome: 'held', record: { outcome: 'held', because, nights, problems: [] } });
      expect(addressTagsIn(stage.simulation)[TAG.rotationHeld]?.startsWith(`${nights} since`) ?? false).toBe(
        nights > 0,
      );
    }),
  );

  test('and counts one night once, and the next one too', () =>
    onNight({}, async (stage) => {
      tagAddress(stage, { [TAG.pausedUntil]: '2026-12-21T09:00:00Z' });
      const nights = async () => Object((await stage.play('gate-rotation')).output).record.nights;
      expect([await nights(), await nights()]).toEqual([1, 1]);
      await stage.simulation.clock.sleep(86_400_000);
      expect([await nights(), await nights()]).toEqual([2, 2]);
      expect(addressTagsIn(stage.simulation)[TAG.rotationHeld]).toMatch(/^2 since 2026-11-21\S+ last 2026-11-22/);
    }));

  test('a person without counting a night: the image of a day is not missed', () =>
    onNight({}, async (stage) => {
      tagAddress(stage, { [TAG.pausedUntil]: '2026-12-21T09:00:00Z' });
      const { output, changes } = await stage.play('gate-rotation', { requestedBy: 'ada' });
      expect(output).toMatchObject({ record: { because: 'paused', nights: 0, requestedBy: 'ada' } });
      expect({ changes, tag: addressTagsIn(stage.simulation)[TAG.rotationHeld] }).toEqual({ changes: [] });
    }));

  test('and says since when there is no image, and from which one a takeover would launch', () =>
    onNight({}, async (stage) => {
      tagAddress(stage, { [TAG.pausedUntil]: '2026-12-21T09:00:00Z' });
      const { output } = await stage.play('gate-rotation');
      const since = expect.stringMatching(/^2026-11-21T03:/);
      const answer = { imageId: expect.stringMatching(/^ami-/), takenAt: '2026-11-20T21:00:00.000Z' };
      expect(output).toMatchObject({ record: { since, newestGood: { found: 'read', answer } } });
    }));

  test.each([
    ['none is good', { found: 'missing', why: expect.stringMatching(/none of the 0 available images/) }, []],
    ['EC2 refuses to list them', { found: 'unread', why: expect.stringMatching(/UnauthorizedOperation/) }, [6]],
    ['EC2 hangs', { found: 'unread', why: 'no answer within 5 s' }, [6]],
  ])('also when %s, which are different things', (what, newestGood, imageAgesHours) =>
    onNight({ build: { imageAgesHours } }, async (stage) => {
      tagAddress(stage, { [TAG.pausedUntil]: '2026-12-21T09:00:00Z' });
      const action = 'DescribeImages';
      if (what.includes('refuses')) stage.simulation.inject({ kind: 'deny', action });
      if (what.includes('hangs')) stage.simulation.inject({ kind: 'slow', action, seconds: 20 });
      expect((await stage.play('gate-rotation')).output).toMatchObject({ record: { because: 'paused', newestGood } });
    }),
  );

  test('not for the rotation of another appliance, with any similar name', () =>
    onNight({}, async (stage) => {
      const machine = 'failover-dev-rotation';
      const input = JSON.stringify({ appliance: 'sophos-b' });
      stage.simulation.stepFunctions.start({ machine, name: 'rotation-sophos-b.1', input });
      stage.simulation.stepFunctions.start({ machine, input });
      expect((await stage.playLater('gate-rotation')).output).not.toMatchObject({
        record: { because: 'rotation-running' },
      });
    }));
});

describe('where proofs are asked whether they serve, the gate says what earlier ones have answered', () => {
  const answered = (stage: RotationStage, tags: Record<string, string>, asks: object = {}) => {
    takeImage(stage.simulation, { tags });
    return stage.play('gate-rotation', asks);
  };
  const answer = { ...OURS, [TAG.serviceAnswered]: writeAnswered('1h57qsn', '2026-11-01T03:20:00.000Z') };

  test.each([
    ['no image says so', OURS, []],
    ['one of ours does', answer, ['1h57qsn']],
    ['one of another stack does', { ...answer, [TAG.owner]: 'failover-prod' }, []],
  ])('when %s', (_what, tags, words) =>
    onNight(asked(), async (stage) => expect((await answered(stage, tags)).output).toMatchObject({ answered: words })),
  );

  test('and nothing of it on a night without a proof', () =>
    onNight(asked(), async (stage) =>
      expect((await answered(stage, answer, { prove: false })).output).not.toHaveProperty('answered'),
    ));
});

describe('the gate refuses what it does not understand', () => {
  test.each([
    [{ applience: 'sophos' }, /unknown key "applience"/],
    [{ scheduledAt: 'tonight' }, /scheduledAt "tonight" is no instant/],
    [{ prove: 'yes' }, /prove: must be boolean/],
  ])('%j', (asked, why) =>
    onNight({}, async ({ play }) => {
      const refused = { error: 'RefusedError', why: expect.stringMatching(why), changes: [] };
      expect(await play('gate-rotation', asked)).toMatchObject(refused);
    }),
  );

  test('and asks to be called again when it is unknown whether a takeover runs', () =>
    onNight({}, async ({ play, simulation }) => {
      simulation.inject({ kind: 'fail', action: 'ListExecutions', code: 'ThrottlingException', times: 99 });
      expect(await play('gate-rotation')).toMatchObject({ error: 'TransientError', changes: [] });
    }));
});
