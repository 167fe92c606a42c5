/** A probe has a vote only once it has succeeded for a while. */
import { describe, expect, test } from '@jest/globals';
import { plusSeconds } from '../../../../shared/domain/instants.ts';
import {
  describeProbe,
  isForeignProbation,
  probationIn,
  probeFingerprint,
  provesItself,
  readProbation,
  writeProbation,
} from '../../../../shared/domain/probing/probation.ts';
import type { ProbePoint } from '../../../../shared/domain/probing/probe-metric.ts';
import { anAppliance } from '../../../support/appliances.ts';

const NOW = '2026-11-21T03:00:00.000Z';
const appliance = anAppliance();
const mark = probeFingerprint(appliance);

describe('the tag', () => {
  test.each(['since', 'proven'] as const)('says %s, and of when', (stands) =>
    expect(readProbation(writeProbation(mark, { stands, since: NOW }), mark, NOW)).toEqual({ stands, since: NOW }),
  );

  test.each([undefined, '', 'proven', `${mark} proven never`, `${mark} maybe ${NOW}`, `other proven ${NOW}`])(
    'is worth nothing when it says %j',
    (tag) => expect(readProbation(tag, mark, NOW)).toEqual({ stands: 'none' }),
  );

  test.each(['since', 'proven'])('is worth nothing when its instant is still to come: %s', (stands) => {
    const tag = `${mark} ${stands} ${plusSeconds(NOW, 61)}`;
    expect(readProbation(tag, mark, NOW)).toEqual({ stands: 'none' });
    expect(isForeignProbation(tag, { word: undefined, now: NOW })).toBe(true);
  });

  test.each<[string | undefined, boolean]>([
    [undefined, false],
    [`other proven ${NOW}`, false],
    [`${mark} since ${plusSeconds(NOW, 60)}`, false],
    ['', true],
    ['proven', true],
    [`${mark} proven never`, true],
    [`${mark} maybe ${NOW}`, true],
    [`${mark} proven ${NOW} and more`, true],
  ])('%j cannot have been written by a sweep: %s', (tag, malformed) =>
    expect(isForeignProbation(tag, { word: undefined, now: NOW })).toBe(malformed),
  );
});

describe('the description of the alarm', () => {
  test.each([`${mark} proven ${NOW}`, `${mark} since ${NOW}`])('keeps %s', (word) =>
    expect(probationIn(describeProbe('sophos', word))).toBe(word),
  );

  test('says nothing of it where an earlier version has put the alarm', () => {
    expect(describeProbe('sophos', undefined)).toBe('Probes of appliance sophos');
    expect(probationIn('Probes of appliance sophos')).toBeUndefined();
  });
});

describe('the fingerprint', () => {
  const changed = (probe: Partial<typeof appliance.probe>) =>
    probeFingerprint({ ...appliance, probe: { ...appliance.probe, ...probe } }) !== mark;

  test('changes with what the probe asks', () => {
    expect(changed({ port: 4444 })).toBe(true);
    expect(changed({ host: 'vpn.example.com' })).toBe(true);
    expect(changed({ protocol: 'https', status: 200 })).toBe(true);
  });

  test('does not change with how often it asks', () =>
    expect(changed({ intervalSeconds: 30, failures: 5, timeoutSeconds: 1 })).toBe(false));
});

describe('five minutes of points', () => {
  const points = (count: number, newestSecondsAgo = 40): ProbePoint[] =>
    Array.from({ length: count }, (_, index) => ({
      appliance: 'sophos',
      at: plusSeconds(NOW, -newestSecondsAgo - index * 10),
      failed: false,
    }));
  const proves = (given: ProbePoint[]) => provesItself(given, { intervalSeconds: 10, now: NOW });

  test('prove a probe that succeeded throughout', () => expect(proves(points(26))).toBe(true));
  test('do not when one of them failed', () =>
    expect(proves(points(26).map((point, index) => ({ ...point, failed: index === 20 })))).toBe(false));
  test('do not when most of them are missing', () => expect(proves(points(10))).toBe(false));
  test('do not when the newest is old', () => expect(proves(points(20, 100))).toBe(false));
  test('do not when there are none', () => expect(proves([])).toBe(false));
});
