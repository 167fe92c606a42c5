/** The evidence: what each witness said of the holder, put together without making anything up. */
import { describe, expect, test } from '@jest/globals';
import type { PastTakeover } from '../../../../shared/domain/decision/history.ts';
import { probeFingerprint, writeProbation } from '../../../../shared/domain/probing/probation.ts';
import { TAG } from '../../../../shared/domain/snapshot.ts';
import { evidenceOf, type Gathered, observed } from '../../../../shared/steps/world/evidence-of.ts';
import { anAppliance } from '../../../support/appliances.ts';
import { described, failingSince, SAYS_NOTHING, someEvidence, theSweep } from '../../../support/evidence.ts';
import { failedBeforeMoving, neverAnswered } from '../../../support/past-takeovers.ts';
import { aPlan } from '../../../support/plans.ts';
import { anAddress, NEW, OLD } from '../../../support/snapshots.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const SINCE = '2026-11-21T02:50:00.000Z';

const PROVEN = writeProbation(probeFingerprint(anAppliance()), { stands: 'proven', since: SINCE });

const WATCHING = { state: 'alarm', since: SINCE, instanceId: OLD.instanceId, asWanted: true } as const;

const holder = (overrides: Partial<NonNullable<Gathered['holder']>> = {}): NonNullable<Gathered['holder']> => ({
  ...{ ...OLD, zone: 'ap-northeast-1a', reading: described(), raw: { reading: 'absent' } },
  status: { status: 'impaired', impairedSince: SINCE },
  ...overrides,
});

const tagged = (tags: Record<string, string>) => anAddress({ tags: { ...anAddress().tags, ...tags } });

const evidence = (overrides: Partial<Gathered> = {}) =>
  evidenceOf({
    ...{ trigger: theSweep, appliance: anAppliance(), address: anAddress(), holder: holder() },
    probe: { verdict: 'failing', reference: 'sts.ap-northeast-1.amazonaws.com' },
    testimony: {
      alarms: {
        read: { statusCheck: WATCHING, probe: { state: 'ok', since: SINCE, asWanted: true, probation: PROVEN } },
      },
      points: { read: [] },
    },
    history: { next: { next: 'start', generation: 1 }, past: [] },
    now: NOW,
    ...overrides,
  });

const following = (last: PastTakeover, more: Partial<Gathered> = {}) =>
  evidence({ history: { next: { next: 'start', generation: last.generation + 1 }, past: [last] }, ...more });

test('of an appliance with a holder is what each witness said of it', () => {
  expect(evidence()).toEqual({
    ...{ instance: described(), addressHeld: true, status: 'impaired', impairedSince: SINCE },
    ...{ probe: 'failing', reference: 'sts.ap-northeast-1.amazonaws.com', probeProven: true },
    alarms: {
      statusCheck: failingSince(SINCE),
      probe: { says: 'unknown', why: 'the prober is silent' },
    },
  });
});

test('the tag of the address gives the probe no vote and takes none away, as long as CloudWatch answers', () => {
  const points = { read: [] };
  const probe = { state: 'ok', since: SINCE, asWanted: true } as const;
  const saying = (alarms: Gathered['testimony']['alarms'], tag?: string) =>
    evidence({ testimony: { alarms, points }, address: tagged(tag ? { [TAG.probe]: tag } : {}) }).probeProven;
  expect(saying({ read: { probe: { ...probe, probation: PROVEN } } }, PROVEN.replace('proven', 'since'))).toBe(true);
  expect(saying({ read: { probe } }, PROVEN)).toBe(false);
  expect(saying({ read: {} }, PROVEN)).toBe(false);
  expect(saying({ unread: 'throttled' }, PROVEN)).toBe(true);
});

test('of an address without a present or past holder is an absent instance of unknown status', () => {
  const address = anAddress({ instanceId: undefined, networkInterfaceId: undefined, tags: {} });
  expect(evidence({ address, holder: undefined })).toMatchObject({
    ...{ instance: { reading: 'absent' }, addressHeld: false, status: 'unknown' },
    alarms: { statusCheck: { says: 'unknown', why: 'it watches i-old' } },
  });
});

test.each([
  ['an instant', '2026-11-21T02:40:00Z', '2026-11-21T02:40:00.000Z'],
  ['no instant', 'yesterday', undefined],
])('the silence that the sweep noted counts when it is %s', (_, tag, silentSince) => {
  expect(evidence({ address: tagged({ [TAG.silentSince]: tag }) }).silentSince).toBe(silentSince);
});

test('an announced reboot excuses for as long as this appliance may boot, and not when further away', () => {
  const address = tagged({ [TAG.rebootingUntil]: '2026-11-21T03:09:00.000Z' });
  const testimony: Gathered['testimony'] = { alarms: { read: {} }, points: { read: [] } };
  const within = (bootLimitSeconds: number) =>
    evidence({ address, testimony, appliance: anAppliance({ bootLimitSeconds }) });
  expect(within(600).rebootingUntil).toBe('2026-11-21T03:09:00.000Z');
  expect(within(300).rebootingUntil).toBeUndefined();
});

test('an announced reboot excuses no failure that an alarm has reported for longer than a boot may take', () => {
  const address = tagged({ [TAG.rebootingUntil]: '2026-11-21T03:09:00.000Z' });
  const within = (bootLimitSeconds: number) => evidence({ address, appliance: anAppliance({ bootLimitSeconds }) });
  expect(within(600).rebootingUntil).toBe('2026-11-21T03:01:00.000Z');
  expect(within(540).rebootingUntil).toBeUndefined();
});

describe('the last takeover', () => {
  const stopFirst = failedBeforeMoving({ generation: 4, plan: aPlan({ fencing: 'stop-first', generation: 4 }) });

  test('that stopped the holder before it failed is named, so that the stop is not taken for a person’s', () => {
    expect(following(stopFirst).stoppedByGeneration).toBe(4);
  });

  test.each([
    ['EC2 does not show the holder', { reading: { reading: 'absent' } as const }],
    ['the holder is another', { reading: described({ id: 'i-another' }) }],
  ])('is not said to have stopped it when %s', (_, more) => {
    expect(following(stopFirst, { holder: holder(more) }).stoppedByGeneration).toBeUndefined();
  });

  test('is not said to have stopped it when it fences last', () => {
    expect(following(failedBeforeMoving()).stoppedByGeneration).toBeUndefined();
  });
});

describe('a holder that was waited for in vain', () => {
  const waited = (overrides: Partial<PastTakeover> = {}) => neverAnswered({ ...overrides });
  const atNew = { holder: holder({ ...NEW, reading: described({ id: NEW.instanceId }) }) };

  test.each([
    ['within the cooldown', '2026-11-21T02:30:00.001Z', true],
    ['until the cooldown is over to the millisecond', '2026-11-21T02:30:00.000Z', false],
    ['long ago', '2026-11-21T01:00:00.000Z', false],
  ])('counts %s', (_, stoppedAt, counts) => {
    expect(following(waited({ stoppedAt }), atNew).neverAnswered).toBe(counts);
  });

  test('counts from its beginning while its end is unknown', () => {
    const unended = { stoppedAt: undefined, startedAt: '2026-11-21T02:45:00.000Z' };
    expect(following(waited(unended), atNew).neverAnswered).toBe(true);
    expect(following(waited({ stoppedAt: '2026-11-21T02:20:00.000Z', startedAt: NOW }), atNew).neverAnswered).toBe(
      false,
    );
  });

  test('is not one who answered, nor one to whom the traffic was not led', () => {
    const recent = { stoppedAt: '2026-11-21T02:59:00.000Z' };
    expect(following(failedBeforeMoving(recent), { holder: undefined }).neverAnswered).toBe(false);
    expect(following(waited(recent)).neverAnswered).toBe(false);
    expect(following(waited({ ...recent, record: undefined }), atNew).neverAnswered).toBe(false);
  });
});

describe('what was observed', () => {
  test('is said with the instant, the reason, or the bare word, whichever there is', () => {
    const alarms = {
      statusCheck: failingSince(SINCE),
      probe: { says: 'unknown', why: 'the prober is silent' } as const,
    };
    expect(observed(someEvidence({ alarms }), { health: 'failed', witnesses: ['EC2 status'] })).toEqual({
      ...{ instance: 'running', status: 'impaired', probe: 'failing', health: 'failed' },
      alarms: { statusCheck: `failing since ${SINCE}`, probe: 'unknown: the prober is silent' },
    });
  });

  test('of an instance that EC2 does not show is how it was read', () => {
    const seen = someEvidence({
      instance: { reading: 'absent' },
      alarms: { statusCheck: SAYS_NOTHING, probe: SAYS_NOTHING },
    });
    expect(observed(seen, { health: 'healthy', detail: 'serves' })).toMatchObject({
      ...{ instance: 'absent', alarms: { statusCheck: 'unknown', probe: 'unknown' } },
    });
  });
});
