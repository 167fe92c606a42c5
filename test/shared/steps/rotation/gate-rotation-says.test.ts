/** GateRotation, word for word: what people read of a hold, when it proves, and how often it writes. */
import { describe, expect, test } from '@jest/globals';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { takeImage } from '../../../support/account-images.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { asIfRunning } from '../../../support/as-if-running.ts';
import { giveAddress, tag } from '../../../support/console-hands.ts';
import { knowGenuine } from '../../../support/genuine.ts';
import { aPlan } from '../../../support/plans.ts';
import { onNight, type RotationStage } from '../../../support/rotation-stage.ts';
import { addressIn, addressTagsIn } from '../../../support/swept.ts';

const OURS = { [TAG.appliance]: 'sophos', [TAG.owner]: 'failover-dev' };
const NAME = 'sophos_20261121_0301';

const tagAddress = ({ simulation }: RotationStage, tags: Record<string, string>): void =>
  tag(simulation.world, addressIn(simulation).allocationId, tags);

type Row = [why: string, detail: RegExp, what: (stage: RotationStage) => unknown];

const WORDS: Row[] = [
  [
    'another stack has the address',
    /^203\.0\.113\.10 belongs to failover-prod, not to failover-dev$/,
    (stage) => tagAddress(stage, { [TAG.owner]: 'failover-prod' }),
  ],
  [
    'the address has no holder',
    /^203\.0\.113\.10 is attached to no instance$/,
    ({ simulation }) => giveAddress(simulation.world, { ...addressIn(simulation), networkInterfaceId: undefined }),
  ],
  [
    'a takeover runs',
    /^a takeover of sophos is running/,
    ({ simulation }) => void asIfRunning(simulation, 'takeover-sophos-g1'),
  ],
  [
    'a takeover has just ended',
    /^the last takeover of sophos ended 84\d s ago$/,
    async ({ simulation }) => {
      const machine = 'failover-dev-takeover';
      const { execution } = simulation.stepFunctions.start({ machine, name: 'takeover-sophos-g1', input: '{}' });
      await simulation.ended(execution);
      knowGenuine(simulation, { plan: aPlan(), startDate: new Date(execution.startedAtMs), status: 'FAILED' });
      await simulation.clock.sleep(840_000);
    },
  ],
  [
    'it is paused',
    /^sophos is paused until 2026-11-21T09:00:00(\.000)?Z$/,
    (stage) => tagAddress(stage, { [TAG.pausedUntil]: '2026-11-21T09:00:00Z' }),
  ],
  [
    'its pause says no instant',
    /^sophos is paused until "tomorrow", which is not a valid time$/,
    (stage) => tagAddress(stage, { [TAG.pausedUntil]: 'tomorrow' }),
  ],
  [
    'its probe is silent',
    /^i-\w+ does not answer its probe$/,
    ({ simulation, active }) => simulation.inject({ kind: 'service-dead', instanceId: active }),
  ],
  [
    'the image of tonight is good already',
    /^sophos_20261121_0301 exists \(ami-\w+\), and is good$/,
    ({ simulation, active }) =>
      takeImage(simulation, {
        ...{ name: NAME, tags: { ...OURS, [TAG.image]: 'good' }, sourceInstanceId: active },
      }),
  ],
  [
    'its name is taken by an image of another instance',
    /^the name sophos_20261121_0301 is taken by ami-\w+, which was made of i-0other$/,
    ({ simulation }) =>
      takeImage(simulation, {
        ...{ name: NAME, tags: { ...OURS, [TAG.image]: 'good' }, sourceInstanceId: 'i-0other' },
      }),
  ],
  [
    'its name is taken',
    /^the name sophos_20261121_0301 is taken by ami-\w+, which is not ours$/,
    ({ simulation }) => takeImage(simulation, { name: NAME, tags: {} }),
  ],
];

describe('people read why there is no image tonight', () => {
  test.each(WORDS)('when %s', (_, detail, what) =>
    onNight({}, async (stage) => {
      await what(stage);
      const { output } = await stage.play('gate-rotation');
      expect(output).toMatchObject({ outcome: 'held', record: { detail: expect.stringMatching(detail) } });
    }),
  );

  test('when another rotation is at work, by its name', () =>
    onNight({}, async (stage) => {
      const input = JSON.stringify({ appliance: 'sophos' });
      const { execution } = stage.simulation.stepFunctions.start({ machine: 'failover-dev-rotation', input });
      await stage.simulation.clock.sleep(5_000);
      const { output } = await stage.playLater('gate-rotation');
      expect(Object(output).record.detail).toContain(execution.name);
      expect(Object(output).record.detail).toMatch(/ is at work on sophos$/);
    }));

  test('of an appliance that is not configured, with no nights and no images', () =>
    onNight({}, async ({ play }) => {
      const { output } = await play('gate-rotation', { appliance: 'unknown' });
      expect(output).toEqual({
        outcome: 'held',
        record: {
          ...{ outcome: 'held', appliance: 'unknown', requestedBy: 'schedule', because: 'unknown-appliance' },
          ...{ detail: '"unknown" is not configured', nights: 0, seconds: { total: expect.any(Number) }, problems: [] },
        },
      });
    }));
});

test('a night is written down once: asked again in the same night, nothing is written', () =>
  onNight({}, async (stage) => {
    tagAddress(stage, { [TAG.pausedUntil]: '2026-12-21T09:00:00Z' });
    expect((await stage.play('gate-rotation')).changes).toEqual(['CreateTags']);
    const written = addressTagsIn(stage.simulation)[TAG.rotationHeld];
    expect((await stage.play('gate-rotation')).changes).toEqual([]);
    expect(addressTagsIn(stage.simulation)[TAG.rotationHeld]).toBe(written);
  }));

describe('whether the image is proven', () => {
  const proving = (prove: 'always' | 'weekly' | 'never') => ({
    appliance: { rotation: { ...anAppliance().rotation, prove } },
  });

  test.each([
    ['always', 'this week', '2026-11-20T03:00:00.000Z', true],
    ['never', 'months ago', '2026-01-20T03:00:00.000Z', false],
    ['weekly', 'this week', '2026-11-20T03:00:00.000Z', false],
    ['weekly', 'months ago', '2026-01-20T03:00:00.000Z', true],
  ] as const)('%s, the last one %s', (prove, _, provenAt, due) =>
    onNight(proving(prove), async ({ play, simulation }) => {
      takeImage(simulation, { tags: { ...OURS, [TAG.provenAt]: provenAt } });
      expect((await play('gate-rotation')).output).toMatchObject({ outcome: 'go', prove: due });
    }),
  );

  test('weekly, where only the images of another stack were', () =>
    onNight(proving('weekly'), async ({ play, simulation }) => {
      const theirs = { ...OURS, [TAG.owner]: 'failover-prod', [TAG.provenAt]: '2026-11-20T03:00:00.000Z' };
      takeImage(simulation, { tags: theirs });
      expect((await play('gate-rotation')).output).toMatchObject({ prove: true });
    }));
});
