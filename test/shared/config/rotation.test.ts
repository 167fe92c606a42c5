/** What `rotation` may say about images, what it becomes, and how its faults are reported. */
import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';

const NOW = '2026-11-21T03:00:00.000Z';

const withRotation = (rotation: string): string => `
appliances:
  - { name: a, floatingIp: 203.0.113.10, vpc: v, subnets: s, instance: i, image: m, vpnCidrs: [], ${rotation} }
`;

const rotationOf = (rotation: string) =>
  parseConfiguration(withRotation(rotation), { file: 'f', region: undefined, now: NOW }).appliances[0]?.rotation;

function faultsOf(rotation: string): string[] {
  try {
    rotationOf(`rotation: { ${rotation} }`);
    return [];
  } catch (cause) {
    return cause instanceof Error ? cause.message.split('\n') : [];
  }
}

describe('what is kept', () => {
  test.each([
    ['image: m', { last: 7, daily: 0, weekly: 0, monthly: 0 }],
    ['rotation: { reboot: true }', { last: 7, daily: 0, weekly: 0, monthly: 0 }],
    ['rotation: { keep: 3 }', { last: 3, daily: 0, weekly: 0, monthly: 0 }],
    ['rotation: { keep: {} }', { last: 3, daily: 0, weekly: 0, monthly: 0 }],
    ['rotation: { keep: { daily: 7 } }', { last: 3, daily: 7, weekly: 0, monthly: 0 }],
    ['rotation: { keep: { last: 5, daily: 7, weekly: 4, monthly: 6 } }', { last: 5, daily: 7, weekly: 4, monthly: 6 }],
  ])('has one form, whichever is written: %s', (written, keep) => {
    expect(rotationOf(written.replace('image: m', 'mode: auto'))?.keep).toEqual(keep);
  });

  test('has no limit of age and no way back unless they are asked for', () => {
    expect(rotationOf('mode: auto')).not.toHaveProperty('maxAgeDays');
    expect(rotationOf('mode: auto')).not.toHaveProperty('recycleBin');
    expect(rotationOf('rotation: { maxAgeDays: 7, recycleBin: 365 }')).toMatchObject({
      maxAgeDays: 7,
      recycleBin: 365,
    });
  });
});

describe('a fault', () => {
  test.each([
    ['keep: 2', 'keep: must be a whole number from 3 to 1000 (images)'],
    ['keep: 3.5', 'keep: must be a whole number from 3 to 1000 (images)'],
    ['keep: "7"', 'keep: must be a number or a mapping of keys, not the text "7"'],
    ['keep: [7]', 'keep: must be a number or a mapping of keys, not a list'],
    ['keep: { last: 2 }', 'keep.last: must be a whole number from 3 to 1000 (images)'],
    ['keep: { weekly: -1 }', 'keep.weekly: must be a whole number from 0 to 1000 (weeks)'],
    ['keep: { montly: 6 }', 'keep.montly: unknown key; did you mean monthly?'],
    ['maxAgeDays: 6', 'maxAgeDays: must be a whole number from 7 to 3650 (days)'],
    ['recycleBin: 366', 'recycleBin: must be a whole number from 1 to 365 (days)'],
    ['recycleBin: true', 'recycleBin: must be a number, not true'],
    ['timezone: +09:00', 'timezone: "+09:00" is not a time zone; write a name such as Asia/Tokyo or UTC'],
    ['timezone: Tokyo', 'timezone: "Tokyo" is not a time zone; write a name such as Asia/Tokyo or UTC'],
    ['timezone: JST', 'timezone: "JST" is not a time zone; write a name such as Asia/Tokyo or UTC'],
    ['timezone: Asia/tokyo', 'timezone: "Asia/tokyo" is not a time zone; did you mean Asia/Tokyo?'],
    ['schedule: nightly', 'schedule: "nightly" is not a schedule; write one such as cron(0 3 * * ? *) or rate(1 day)'],
    ['schedule: rate(1 days)', 'schedule: "rate(1 days)" needs the singular for 1 and the plural otherwise'],
    ['schedule: rate(1 week)', 'schedule: "rate(1 week)" is not a rate; write one such as'],
    ['schedule: at(2026-12-31T03:00:00)', 'is not a schedule; write one such as'],
    ['schedule: cron(0 3 30 2 ? *)', 'schedule: "cron(0 3 30 2 ? *)" comes on no day of the next four years; write'],
    ['schedule: cron(0 3 * * ? 2020)', 'schedule: "cron(0 3 * * ? 2020)" comes on no day of the next four years'],
    ['schedule: cron(0 3 1 1 ? 2026)', 'comes on no day of the next four years'],
    ['schedule: cron(0 3 31W 2 ? *)', 'comes on no day of the next four years'],
    ['schedule: rate(1 minute)', 'schedule: "rate(1 minute)" leaves less than an hour between two images; write one'],
    ['schedule: rate(59 minutes)', 'leaves less than an hour between two images'],
    ['schedule: cron(* * * * ? *)', 'leaves less than an hour between two images'],
    ['schedule: cron(0,59 3 * * ? *)', 'leaves less than an hour between two images'],
    ['schedule: cron(0 3 ? * FRI-MON *)', 'which runs backwards; write FRI-SAT,SUN-MON'],
    ['schedule: cron(0 24 * * ? *)', 'schedule: "cron(0 24 * * ? *)" has "24" as its hour, which goes from 0 to 23'],
  ])('of %s is one sentence with its path', (written, fault) => {
    const faults = faultsOf(written.replace(/: (\w+\(.*\))$/, ': "$1"'));
    expect(faults).toEqual([expect.stringContaining(`f: appliances[0].rotation.`)]);
    expect(faults[0]).toContain(fault);
  });

  test.each([
    'schedule: rate(1 hour)',
    'schedule: cron(0 * * * ? *)',
    'schedule: cron(0 3 29 2 ? *)',
    'schedule: cron(0 3 * * ? 2026-2027)',
    'schedule: cron(0 3 ? * FRI,SAT,SUN,MON *)',
  ])('is not found in %s', (written) => expect(faultsOf(written.replace(/: (\w+\(.*\))$/, ': "$1"'))).toEqual([]));

  test.each(['timezone: UTC', 'timezone: Asia/Kolkata', 'timezone: America/Argentina/Ushuaia', 'timezone: Etc/GMT+9'])(
    'is not found in %s',
    (written) => expect(faultsOf(written)).toEqual([]),
  );
});

describe('a proof', () => {
  test('is weekly, and never where two running copies are forbidden', () => {
    expect(rotationOf('mode: auto')?.prove).toBe('weekly');
    expect(rotationOf('fencing: stop-first')?.prove).toBe('never');
    expect(rotationOf('fencing: stop-first, rotation: { prove: never, keep: 5 }')?.prove).toBe('never');
    expect(rotationOf('fencing: stop-last, rotation: { prove: always }')?.prove).toBe('always');
  });

  test.each(['weekly', 'always'])('is refused where two running copies are forbidden: %s', (prove) =>
    expect(() => rotationOf(`fencing: stop-first, rotation: { prove: ${prove} }`)).toThrow(
      `f: appliances[0].rotation.prove: "${prove}" runs a second copy beside the active instance, which fencing: stop-first forbids; write never, or fencing: stop-last`,
    ),
  );
});

describe('an image by its id', () => {
  const withImage = (image: string, rotation: string): string =>
    withRotation(rotation).replace('image: m', `image: ${image}`);
  const read = (text: string) => () => parseConfiguration(text, { file: 'f', region: undefined, now: NOW });

  test('is refused together with a rotation that would renew it', () => {
    for (const rotation of ['rotation: {}', 'rotation: { keep: 7 }', 'rotation: { schedule: rate(1 day) }']) {
      expect(read(withImage('ami-0123456789abcdef0', rotation))).toThrow(
        'f: appliances[0].rotation: image is ami-0123456789abcdef0, which every takeover uses and no rotation renews; write the Name of the images as image, or remove rotation',
      );
    }
  });

  test('is taken alone, and so is a Name that only begins like one', () => {
    expect(read(withImage('ami-0123456789abcdef0', 'mode: auto'))).not.toThrow();
    expect(read(withImage('ami-nat', 'rotation: {}'))).not.toThrow();
  });
});
