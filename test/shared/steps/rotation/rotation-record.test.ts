/** The record of a rotation: what it says of a proof is about the image, or is not said. */
import { describe, expect, test } from '@jest/globals';
import type { Done, Proven } from '../../../../shared/steps/rotation/facts.ts';
import { heldRecord, rotationRecord } from '../../../../shared/steps/rotation/rotation-record.ts';

const AT = '2026-11-21T03:30:00.000Z';

const closed = (done: Done) =>
  rotationRecord(
    {
      asked: { appliance: 'sophos', requestedBy: 'schedule' },
      ...{ executionId: 'e-7', startedAt: AT, meantAt: AT, done },
    },
    { pruned: { deregistered: [], kept: [] }, problems: [], closedAt: AT },
  ).record;

const proof = (outcome: Proven['outcome']): Proven => ({
  ...{ outcome, booted: outcome === 'booted', waitSeconds: 20 },
  ...{ service: 'not verified', detail: `it was ${outcome}` },
});

test.each([
  { outcome: 'booted', says: true },
  { outcome: 'failed', says: false },
  { outcome: 'inconclusive', says: undefined },
  // The watch broke off: it was not seen that it does not boot.
  { outcome: 'waiting', says: undefined },
] as const)('after a proof that was $outcome the record says booted: $says', ({ outcome, says }) => {
  const failure = outcome === 'waiting' ? { failure: { Error: 'RefusedError', Cause: 'denied' } } : {};
  expect(closed({ proven: proof(outcome), ...failure }).proven?.booted).toBe(says);
});

test('says of an image that boots and does not serve what is wrong with it', () => {
  const silent = { ...proof('failed'), booted: true, service: 'silent' as const, detail: 'nothing answers tcp 443' };
  const record = closed({ proven: silent });
  expect(record.failure).toBe('its service did not answer: nothing answers tcp 443');
  expect(record.proven).toMatchObject({ booted: true, service: 'silent' });
});

test('says why the service of a proof could not be asked', () => {
  const serviceFailure = { Error: 'Sandbox.Timedout', Cause: '{"errorMessage":"timed out after 45 s"}' };
  const accepted = { imageId: 'ami-1', at: AT };
  const { outcome, problems, unasked } = closed({ proven: proof('booted'), serviceFailure, accepted });
  const why = 'the service of the proof was not verified: Sandbox.Timedout: timed out after 45 s';
  expect({ outcome, problems }).toEqual({ outcome: 'rotated', problems: [why] });
  expect(unasked).toBe('Sandbox.Timedout: timed out after 45 s');
});

describe('a rebuild that built nothing says which error it was', () => {
  const rebuild = { imageId: 'ami-1', name: 'sophos_1', askedAt: AT };
  const gate = {
    outcome: 'go',
    active: 'i-1',
    imageName: 'sophos_1',
    prove: true,
    why: 'none is there',
    rebuild,
  } as const;
  const caught = (name: string) => ({ Error: name, Cause: '{"errorMessage":"why"}' });

  test.each<[string, Done, string | undefined]>([
    ['its proof was given up for a takeover', { proven: { ...proof('inconclusive'), gaveWay: true } }, 'GaveWayError'],
    ['its proof says nothing', { proven: proof('inconclusive') }, undefined],
    ['it was not kept', { proven: proof('booted'), keepFailure: caught('RefusedError') }, 'RefusedError'],
    ['its proof failed', { proofFailure: caught('TransientError') }, 'TransientError'],
    ['the rotation failed', { failure: caught('InvariantViolatedError') }, 'InvariantViolatedError'],
  ])('when %s', (_, done, error) => {
    expect(closed({ gate, ...done })).toMatchObject({ outcome: 'failed', error });
  });

  test('and a nightly rotation gives way to no takeover in its proof: it has its image', () => {
    const accepted = { imageId: 'ami-1', at: AT };
    expect(closed({ proven: { ...proof('inconclusive'), gaveWay: true }, accepted }).error).toBeUndefined();
  });
});

const CLOSED_AT = '2026-11-21T04:10:00.040Z';

/** Everything went well. */
const DONE = {
  gate: { outcome: 'go', active: 'i-1', imageName: 'sophos_1', prove: true, why: 'the schedule' },
  image: { imageId: 'ami-1', name: 'sophos_1', askedAt: '2026-11-21T03:30:10.000Z' },
  state: { state: 'available', waitSeconds: 0, availableAt: '2026-11-21T03:40:10.250Z', detail: 'available' },
  proof: {
    ...{ outcome: 'launched', instanceId: 'i-2', launchedAt: '2026-11-21T03:40:12.000Z' },
    ...{ zone: 'ap-northeast-1c', instanceType: 'm5.large' },
  },
  proven: { ...proof('booted'), launchSeconds: 12, seconds: 180 },
  accepted: { imageId: 'ami-1', at: AT },
} satisfies Done;

const NIGHT = { appliance: 'sophos', requestedBy: 'ada', reason: 'before the firmware update' };

const input = (done: Done, asked = NIGHT) => ({
  ...{ asked, executionId: 'e-7', startedAt: AT, meantAt: AT, done: structuredClone(done) },
});

const close = (done: Done, pruned = { deregistered: ['ami-0'], kept: [{ imageId: 'ami-1', because: [] }] }) =>
  rotationRecord(input(done), { pruned, problems: ['a tag could not be written'], closedAt: CLOSED_AT });

describe('the whole record', () => {
  test('of a night that went well', () => {
    const pruned = { deregistered: ['ami-0'], kept: [{ imageId: 'ami-1', because: [] }] };
    expect(close(DONE)).toStrictEqual({
      ...pruned,
      ok: true,
      record: {
        ...{ outcome: 'rotated', appliance: 'sophos', because: 'the schedule', requestedBy: 'ada' },
        image: { imageId: 'ami-1', name: 'sophos_1' },
        proven: {
          ...{ outcome: 'booted', booted: true, seconds: 180, launchSeconds: 12, service: 'not verified' },
          detail: 'it was booted',
        },
        ...{ unproven: undefined, unasked: undefined, error: undefined, failure: undefined, pruned },
        seconds: { image: 600.3, launch: 12, boot: 180, total: 2400 },
        problems: ['a tag could not be written'],
      },
    });
  });

  test('of one that failed at once has the seconds of nothing that was not reached', () => {
    const failure = { Error: 'RefusedError', Cause: 'denied' };
    const { ok, record } = close({ failure });
    const { because, error, failure: words } = record;
    expect({ ok, because, error, words }).toEqual({
      ...{ ok: false, because: 'before the firmware update', error: 'RefusedError', words: 'RefusedError: denied' },
    });
    expect(record.seconds).toStrictEqual({ total: 2400 });
  });

  test('of one that was held says what the gate said, and how long that took', () => {
    const because = { because: 'paused', detail: 'sophos is paused', nights: 2, since: AT } as const;
    expect(heldRecord(input({}), { ...because, at: '2026-11-21T03:30:01.250Z' })).toEqual({
      ...{ outcome: 'held', appliance: 'sophos', requestedBy: 'ada', ...because },
      ...{ seconds: { total: 1.3 }, problems: [] },
    });
  });
});

test('an image that never became available has no seconds, nor has a proof that was launched and never looked at', () => {
  const { proven: _proven, accepted: _accepted, ...done } = DONE;
  const state = { ...done.state, state: 'pending' as const, availableAt: undefined };
  expect(close({ ...done, state }).record.seconds).toStrictEqual({ total: 2400 });
});

test.each<[string, Done, string]>([
  [
    'was not made',
    { state: { ...DONE.state, state: 'failed', detail: 'EC2 gave up' } },
    'the image was not made: EC2 gave up',
  ],
  ['was made, and not accepted', { state: DONE.state }, 'the image was not accepted'],
  ['was never asked for', {}, 'the image was not accepted'],
  [
    'was refused',
    { state: DONE.state, proof: { outcome: 'refused', detail: 'ami-1 cannot be launched' } },
    'the image cannot be used: ami-1 cannot be launched',
  ],
])('the record of an image that %s says so', (_, done, failure) => {
  expect(close(done).record).toMatchObject({ outcome: 'failed', failure });
});

test('a request without a reason gets none', () => {
  const asked = { appliance: 'sophos', requestedBy: 'ada' };
  const found = { pruned: { deregistered: [], kept: [] }, problems: [], closedAt: AT };
  expect(rotationRecord({ ...input({}), asked }, found).record.because).toBe('no reason was given');
});

test.each([
  [0, true],
  [1, false],
])('a cause %i characters longer than Step Functions takes: what was kept is whole is %p', (over, whole) => {
  const failing = (Cause: string) => close({ failure: { Error: 'RefusedError', Cause } });
  const spare = 32_768 - (failing('x').failure?.cause.length ?? 0) + 1;
  const { failure, record } = failing('x'.repeat(spare + over));
  expect(record.pruned?.kept).toHaveLength(1);
  expect(JSON.parse(failure?.cause ?? '')).toEqual({
    ...JSON.parse(JSON.stringify(record)),
    pruned: { deregistered: ['ami-0'], kept: whole ? [{ imageId: 'ami-1', because: [] }] : [] },
  });
});
