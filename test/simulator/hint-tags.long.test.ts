/**
 * Our hint tags never stop a takeover, with any value: each kind of value is written to all of them at once, on the
 * address, on the active instance and on the newest image, and the appliance that then dies is taken over.
 */
import { expect, test } from '@jest/globals';
import { TAG } from '../../shared/domain/snapshot.ts';
import { readScenario } from '../../simulator/stories/library.ts';
import { tellScenario } from '../../simulator/stories/tell.ts';
import { aConfiguration } from '../support/appliances.ts';

/** Not the pause and the owner, which are no hints: they hold, and operators are notified (`silence.test.ts`). */
const ON_ADDRESS = [
  ...[TAG.activeInstance, TAG.generation, TAG.probe, TAG.silentSince, TAG.rebootingUntil, TAG.sent, TAG.rotationHeld],
  TAG.pausedBecause,
];
const ON_INSTANCE = [TAG.appliance, TAG.role, TAG.generation, TAG.by, TAG.vouched, TAG.imageUnderProof];
const ON_IMAGE = [
  ...[TAG.by, TAG.createdFrom, TAG.launchSeconds, TAG.bootedSeconds, TAG.provenAt, TAG.serviceAnswered],
  TAG.orphanedSince,
];

const all = (keys: string[], value: string) => Object.fromEntries(keys.map((key) => [key, value]));

type Written = { on: 'address' | 'active' | 'newest'; tags: Record<string, string> };

function told(written: Written[]) {
  const scenario = readScenario('stranger-address-all-removed');
  const strangers = written.map((each) => ({ atSeconds: 0, fault: { kind: 'tag-by-stranger' as const, ...each } }));
  scenario.when = [...strangers, { atSeconds: 200, fault: { kind: 'service-dead', instance: 'active' } }];
  scenario.given.rotatedNights = 1;
  Object.assign(scenario.then, { told: [], image: undefined, outageSecondsMax: 600 });
  return tellScenario({ scenario, configuration: aConfiguration(), seed: 1 });
}

const unmet = async (tags: Written[]): Promise<string[]> =>
  (await told(tags)).expectations.flatMap(({ what, met, found }) => (met ? [] : [`expected ${what}, found ${found}`]));

test.each([
  ['nothing', ''],
  ['garbage', 'x'],
  ['256 characters', 'x'.repeat(256)],
  ['256 characters of four bytes', '😀'.repeat(128)],
  ['a past time', '2001-01-01T00:00:00.000Z'],
  ['a time that is just over', '$now'],
  ['a time in five minutes', '$soon'],
  ['a time in a century', '2126-01-01T00:00:00.000Z'],
  ['the last time of all', '+275760-09-13T00:00:00.000Z'],
  ['the first time of all', '-271821-04-20T00:00:00.000Z'],
  ['zero', '0'],
  ['a negative number', '-1'],
  ['a number without end', '9'.repeat(256)],
  ['99999', '99999'],
  ['what JavaScript calls no number', 'NaN'],
  ['an object', '{"__proto__":{"x":1}}'],
  ['lines', 'a\nb\tc'],
  ['an ARN', 'arn:aws:states:ap-northeast-1:123456789012:execution:failover-dev-takeover:takeover-sophos-g1'],
])('%s in every hint tag stops no takeover', async (_, value) => {
  const written: Written[] = [
    { on: 'address', tags: all(ON_ADDRESS, value) },
    { on: 'active', tags: all(ON_INSTANCE, value) },
    { on: 'newest', tags: all(ON_IMAGE, value) },
  ];
  expect(await unmet(written)).toEqual([]);
});

/** Together they name a measured boot, whose parts go into the plan. */
const measured = { [TAG.launchSeconds]: '99999', [TAG.bootedSeconds]: '99999' };

test.each([
  ['no time', { ...measured, [TAG.bootedSeconds]: '10', [TAG.launchSeconds]: '10', [TAG.provenAt]: 'yesterday' }],
  ['an empty time', { [TAG.bootedSeconds]: '10', [TAG.launchSeconds]: '10', [TAG.provenAt]: '' }],
  ['a time beyond all', { [TAG.bootedSeconds]: '1', [TAG.launchSeconds]: '1', [TAG.provenAt]: '+300000-01-01' }],
  ['more than a day', { ...measured, [TAG.provenAt]: '2026-11-20T00:00:00.000Z' }],
])('a boot that was measured at %s stops no takeover', async (_, tags) =>
  expect(await unmet([{ on: 'newest', tags }])).toEqual([]),
);
