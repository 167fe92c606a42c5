/** When a plan has a rate for the volumes of its launches, and for which devices. */
import { describe, expect, test } from '@jest/globals';
import { initializationOf } from '../../../../shared/domain/takeover/initialization.ts';

const IMAGES = [{ id: 'ami-2', snapshotDevices: ['/dev/sda1'] }, { id: 'ami-1' }];

describe('the rate of a plan', () => {
  test('is for the devices of each image that are made from an EBS snapshot', () => {
    expect(initializationOf(200, { images: IMAGES, tried: false })).toEqual({
      mibPerSecond: 200,
      devices: { 'ami-2': ['/dev/sda1'], 'ami-1': [] },
    });
  });

  test.each([
    ['none is configured', undefined, false],
    ['the attempt before has failed, of which the rate may be the reason', 200, true],
  ])('is absent when %s', (_when, rate, tried) => {
    expect(initializationOf(rate, { images: IMAGES, tried })).toBeUndefined();
  });
});
