/** Work side by side: all of it ends, and which of several failures is thrown. */
import { expect, test } from '@jest/globals';
import { RefusedError, TransientError } from '../../../../shared/domain/errors.ts';
import { sideBySide } from '../../../../shared/steps/pace/side-by-side.ts';

const passes = () => Promise.reject(new TransientError('the instance is pending'));
const lasts = () => Promise.reject(new RefusedError('not permitted'));

test.each([
  ['the one that a repetition cannot change', 'lasting', /not permitted/],
  ['the one that a repetition can change, where more can still be done', 'passing', /pending/],
] as const)('of two failures %s is thrown', async (_, thrown, message) => {
  await expect(sideBySide([passes(), lasts()], thrown)).rejects.toThrow(message);
  await expect(sideBySide([lasts(), passes()], thrown)).rejects.toThrow(message);
});

test.each(['lasting', 'passing'] as const)('a failure alone is thrown, of whichever kind (%s)', async (thrown) => {
  await expect(sideBySide([Promise.resolve(), lasts()], thrown)).rejects.toThrow(/not permitted/);
  await expect(sideBySide([passes(), Promise.resolve()], thrown)).rejects.toThrow(/pending/);
});
