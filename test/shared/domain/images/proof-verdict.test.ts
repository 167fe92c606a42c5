/** What a proof that has not booted in time says about its image. */
import { describe, expect, test } from '@jest/globals';
import { type ProofSoFar, proofVerdict } from '../../../../shared/domain/images/proof-verdict.ts';

const LAUNCHED = '2026-11-21T03:00:00.000Z';
const after = (seconds: number): string => new Date(Date.parse(LAUNCHED) + seconds * 1000).toISOString();

const aProof = (word: NonNullable<ProofSoFar['lastWord']>['word'], readAfter: number): ProofSoFar => ({
  ...{ launchedAt: LAUNCHED, runningAt: after(15), now: after(1_801) },
  lastWord: { word, at: after(readAfter) },
});

describe('half an hour after its launch', () => {
  test.each(['instance-impaired', 'initializing'] as const)('it did not boot when its checks say %s', (word) =>
    expect(proofVerdict(aProof(word, 1_801))).toBe('failed'),
  );

  test('nor when the last looks could not be read, and the one before them said so', () =>
    expect(proofVerdict(aProof('instance-impaired', 1_000))).toBe('failed'));

  test('is unknown when the checks were read a quarter of an hour ago', () =>
    expect(proofVerdict(aProof('instance-impaired', 900))).toBe('inconclusive'));

  test('is unknown when its checks were never read', () =>
    expect(proofVerdict({ ...aProof('ok', 0), lastWord: undefined })).toBe('inconclusive'));

  test('it says nothing about the image when the host or a volume is broken', () =>
    expect(proofVerdict(aProof('impaired', 1_801))).toBe('inconclusive'));

  test('it says nothing about the image when it never came to run', () =>
    expect(proofVerdict({ ...aProof('instance-impaired', 1_801), runningAt: undefined })).toBe('inconclusive'));
});

test('before that it is waited for, with any result of its checks: a disk may have to be repaired first', () =>
  expect(proofVerdict({ ...aProof('instance-impaired', 1_000), now: after(1_799) })).toBe('waiting'));
