/** The least interval between two rotations: which records count, and what is said. */
import { describe, expect, test } from '@jest/globals';
import type { RotationRun } from '../../../../shared/domain/images/ledger.ts';
import { whyTooSoon } from '../../../../shared/domain/images/rotation-interval.ts';

const image = { imageId: 'ami-1', name: 'sophos_20261121_0300' };
const rotated = { outcome: 'rotated', appliance: 'sophos', image };

const aRun = (changes: Partial<RotationRun> = {}): RotationRun => ({
  ...{ execution: 'e-1', status: 'SUCCEEDED', startedAt: '2026-11-21T03:00:00.000Z', cause: undefined },
  ...{ endedAt: '2026-11-21T03:10:00.000Z', input: { appliance: 'sophos' }, output: rotated },
  ...changes,
});

const asked = { appliance: 'sophos', imageName: 'sophos_20261121_0312', now: '2026-11-21T03:12:00.000Z' };

const why = (runs: RotationRun[], more = false) => whyTooSoon({ runs, more }, asked);

describe('an image would come too soon', () => {
  test('after a rotation that took one, and the hold says what to do', () =>
    expect(why([aRun()])).toBe(
      'a rotation of sophos took an image 12 min ago, and the least interval is 30 min; to take one all the same, put "force": true into the input',
    ));

  test('after one that failed with an image, because it may have rebooted the appliance', () =>
    expect(why([aRun({ status: 'FAILED', output: undefined, cause: { ...rotated, outcome: 'failed' } })])).toMatch(
      /^a rot/,
    ));

  test('when there are more than were read, because none of them is known to have taken none', () =>
    expect(why([], true)).toMatch(/^more than 50 rotations ended within 30 min, so .* is unknown/));
});

describe('an image would not come too soon', () => {
  test.each<[string, RotationRun[]]>([
    ['when nothing ended lately', []],
    ['after one that was held', [aRun({ output: { outcome: 'held', appliance: 'sophos' } })]],
    ['after a vouch', [aRun({ output: { outcome: 'vouched', appliance: 'sophos', vouchedFor: 'i-1' } })]],
    ['after one of another appliance', [aRun({ output: { ...rotated, appliance: 'vpn' } })]],
    [
      'after one that a person stopped and gave a record',
      [aRun({ status: 'ABORTED', output: undefined, cause: rotated })],
    ],
    ['after one without a record', [aRun({ output: undefined }), aRun({ output: 'text' })]],
    [
      'when it continues with the image of the same name',
      [aRun({ output: { ...rotated, image: { name: asked.imageName } } })],
    ],
  ])('%s', (_what, runs) => expect(why(runs)).toBeUndefined());
});
