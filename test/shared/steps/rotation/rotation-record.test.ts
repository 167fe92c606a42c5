/** The record of a rotation: what it says of a proof is about the image, or is not said. */
import { expect, test } from '@jest/globals';
import type { Done, Proven } from '../../../../shared/steps/rotation/facts.ts';
import { rotationRecord } from '../../../../shared/steps/rotation/rotation-record.ts';

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
  // The watch broke off: nobody has seen that it does not boot.
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

test('says why nobody could ask the service of a proof', () => {
  const serviceFailure = { Error: 'Sandbox.Timedout', Cause: '{"errorMessage":"timed out after 45 s"}' };
  const accepted = { imageId: 'ami-1', at: AT };
  const { outcome, problems, unasked } = closed({ proven: proof('booted'), serviceFailure, accepted });
  const why = 'the service of the proof was not verified: Sandbox.Timedout: timed out after 45 s';
  expect({ outcome, problems }).toEqual({ outcome: 'rotated', problems: [why] });
  expect(unasked).toBe('Sandbox.Timedout: timed out after 45 s');
});
