/** R14: which instance types an image cannot be launched as. */
import { describe, expect, test } from '@jest/globals';
import { type ImageFitness, misfitsOf, type TypeFitness } from '../../../../shared/domain/takeover/fitness.ts';

const m5: TypeFitness = {
  type: 'm5.large',
  architectures: ['x86_64'],
  ena: 'required',
  bootModes: ['legacy-bios', 'uefi'],
};
const m4: TypeFitness = {
  type: 'm4.large',
  architectures: ['i386', 'x86_64'],
  ena: 'unsupported',
  bootModes: ['legacy-bios'],
};
const m6g: TypeFitness = { type: 'm6g.large', architectures: ['arm64'], ena: 'required', bootModes: ['uefi'] };

const image: ImageFitness = { id: 'ami-1', architecture: 'x86_64', enaSupport: true };

const unfit = (change: Partial<ImageFitness>, live = 'm4.large') =>
  misfitsOf({ ...image, ...change }, [m4, m5, m6g], live).map(({ why }) => why);

describe('an image', () => {
  test.each([
    ['of another architecture', {}, ['m6g.large does not fit ami-1: it is arm64, and the image x86_64']],
    [
      'without ENA',
      { enaSupport: undefined },
      [
        'm5.large does not fit ami-1: it requires ENA, and the image is not enabled for it',
        'm6g.large does not fit ami-1: it is arm64, and the image x86_64, it requires ENA, and the image is not enabled for it',
      ],
    ],
    [
      'that boots by UEFI alone',
      { bootMode: 'uefi' },
      [
        'm4.large does not fit ami-1: it boots by legacy-bios, and the image by uefi',
        'm6g.large does not fit ami-1: it is arm64, and the image x86_64',
      ],
    ],
    [
      'that only prefers UEFI',
      { bootMode: 'uefi-preferred' },
      ['m6g.large does not fit ami-1: it is arm64, and the image x86_64'],
    ],
  ])('%s', (_, change, whys) => expect(unfit(change)).toEqual(whys));

  test('of which EC2 does not report ENA is not doubted where the live type runs from it and requires it', () =>
    expect(unfit({ enaSupport: undefined }, 'm5.large')).toHaveLength(1));

  test('is not doubted for what EC2 does not say', () => {
    const silent = { type: 'x.large', architectures: [], bootModes: [] };
    expect(misfitsOf({ id: 'ami-1' }, [silent], 'x.large')).toEqual([]);
  });
});
