/** A few episodes of the curve that `npm run bench -- silence` measures. */
import { describe, expect, test } from '@jest/globals';
import {
  DISTURBANCES,
  SETTINGS,
  type Setting,
  silentEpisode,
  toleratedSeconds,
} from '../../../../simulator/experiments/bench/silence-curve.ts';
import { anAppliance } from '../../../support/appliances.ts';

const configuration = { region: 'ap-northeast-1', appliances: [anAppliance({ rebootGraceSeconds: 180 })] };

const BY_DEFAULT: Setting = { intervalSeconds: 2, failures: 12 };
const SOON: Setting = { intervalSeconds: 2, failures: 3 };

describe('an appliance that lives', () => {
  test.each([
    { setting: BY_DEFAULT, silentSeconds: 25, isTakenOver: false },
    { setting: BY_DEFAULT, silentSeconds: 40, isTakenOver: true },
    { setting: SOON, silentSeconds: 8, isTakenOver: false },
    { setting: SOON, silentSeconds: 15, isTakenOver: true },
  ])('with $setting and $silentSeconds s of silence: taken over $isTakenOver', async (episode) => {
    const { setting, silentSeconds, isTakenOver } = episode;
    const disturbance = { silentSeconds };
    for (const seed of [1, 2]) {
      expect(await silentEpisode(configuration, { setting, disturbance, seed })).toBe(isTakenOver);
    }
  });

  test('is not taken over for one probe of ten that is lost', async () => {
    expect(await silentEpisode(configuration, { setting: SOON, disturbance: { lost: 0.1 }, seed: 1 })).toBe(false);
  });
});

describe('what is tolerated', () => {
  const cells = (...takeovers: number[]) =>
    [4, 8, 10].map((silentSeconds, index) => ({ disturbance: { silentSeconds }, takeovers: takeovers[index] ?? 0 }));

  test('ends at the first silence with a takeover, and lost probes do not count', () => {
    expect(toleratedSeconds({ cells: cells(0, 0, 0) })).toBe(10);
    expect(toleratedSeconds({ cells: cells(0, 1, 0) })).toBe(4);
    expect(toleratedSeconds({ cells: cells(1, 0, 0) })).toBe(0);
    expect(toleratedSeconds({ cells: [{ disturbance: { lost: 0.5 }, takeovers: 9 }, ...cells(0, 0, 0)] })).toBe(10);
  });
});

test('the curve has the settings and the disturbances of the documentation, the default first', () => {
  expect(SETTINGS[0]).toEqual(BY_DEFAULT);
  expect(DISTURBANCES).toHaveLength(12);
});
