/** The names of rotations: whose they are, and that CloudWatch Logs takes them. */
import { expect, test } from '@jest/globals';
import { applianceOfRotation, rotationNameOf } from '../../../../shared/domain/images/rotation-name.ts';

test('a rotation name is read back, and CloudWatch Logs and Step Functions take the longest one', () => {
  const name = rotationNameOf('a'.repeat(24), `vouch-${'0'.repeat(36)}`);
  expect(applianceOfRotation(name)).toBe('a'.repeat(24));
  expect(name).toMatch(/^[0-9A-Za-z_-]{1,80}$/);
});

test.each([
  ['rotation-box_d32c5k4f', 'box'],
  ['rotation-box.d32c5k4f', 'box'],
  ['rotation-box-2_d32c5k4f', 'box-2'],
  ['rotation-box-2.vouch-1', 'box-2'],
  ['by-hand', undefined],
  ['rotation-box', undefined],
])('the rotation %s is of %s', (name, appliance) => expect(applianceOfRotation(name)).toBe(appliance));
