/** What EC2 does not let anybody see of the live instance is said where readiness judges the launch template. */
import { expect, test } from '@jest/globals';
import { checkOnce, onReady } from '../../../support/checked.ts';

test('a replacement has no stop or termination protection, even if the live instance has it', () =>
  onReady({}, async (simulation) => {
    const { open, sentence } = await checkOnce(simulation);
    expect(open).toEqual({});
    expect(sentence('launch-template')).toBe(
      'the launch template says what the live instance is; stop and termination protection are off and a shutdown in the guest stops it, although the live one differs',
    );
  }));
