/** What `standby` may say, what follows from it, and which contradictions are refused. */
import { describe, expect, test } from '@jest/globals';
import { parseConfiguration } from '../../../shared/config/parse.ts';

const NOW = '2026-11-21T03:00:00.000Z';

function parse(more: string, image = 'm') {
  const text = `
appliances:
  - { name: a, floatingIp: 203.0.113.10, vpc: v, subnets: s, instance: i, image: ${image}, vpnCidrs: [], ${more} }
`;
  return parseConfiguration(text, { file: 'f', region: undefined, now: NOW }).appliances[0];
}

function faultsOf(more: string, image?: string): string[] {
  try {
    parse(more, image);
    return [];
  } catch (cause) {
    return cause instanceof Error ? cause.message.split('\n') : [];
  }
}

const COLD = { tier: 'cold', network: 'closed', maxAgeHours: 48, answerSeconds: 45 };

describe('a standby', () => {
  test('is cold by default, and then no night but one of a week is proven', () => {
    expect(parse('mode: auto')).toMatchObject({
      standby: COLD,
      rotation: { prove: 'weekly' },
      probe: { failures: 12 },
    });
  });

  test('that runs is renewed every night, and a takeover is asked for after five failures', () => {
    expect(parse('standby: { tier: running, instanceType: t3.medium, network: open }')).toMatchObject({
      standby: { ...COLD, tier: 'running', network: 'open', instanceType: 't3.medium' },
      rotation: { prove: 'always' },
      probe: { intervalSeconds: 2, failures: 5 },
    });
  });

  test('does not override a number of failures that is written', () => {
    expect(parse('standby: { tier: running }, probe: { failures: 3 }')?.probe.failures).toBe(3);
  });
});

describe('a contradiction is refused with the way out', () => {
  test.each([
    [
      'standby: { tier: running }, fencing: stop-first',
      'standby.tier: running runs a second copy beside the active instance, which fencing: stop-first forbids; write tier: cold, or fencing: stop-last',
    ],
    [
      'standby: { tier: running }, rotation: { prove: weekly }',
      'rotation.prove: "weekly" leaves nights without a proof, and standby.tier: running keeps the proof of every night; write always, or remove prove',
    ],
    [
      'standby: { instanceType: t3.medium }',
      'standby.instanceType: only a running standby has one; write tier: running, or remove instanceType',
    ],
    [
      'standby: { tier: stopped }, fencing: stop-first',
      'standby.tier: stopped is built by a proof, which is a second copy beside the active instance, which fencing: stop-first forbids; write tier: cold, or fencing: stop-last',
    ],
    [
      'standby: { tier: stopped, instanceType: t3.medium }',
      'standby.instanceType: only a running standby has one; write tier: running, or remove instanceType',
    ],
    [
      'standby: { tier: hot }',
      'standby.tier: "hot" is not one of cold, stopped, running; write one of cold, stopped, running',
    ],
    ['standby: { answerSecond: 60 }', 'standby.answerSecond: unknown key; did you mean answerSeconds?'],
    ['standby: { answerSeconds: 5 }', 'standby.answerSeconds: must be a whole number from 10 to 600 (seconds)'],
  ])('%s', (written, fault) => {
    expect(faultsOf(written)).toEqual([`f: appliances[0].${fault}`]);
  });

  test('beside an image that is named by its id', () => {
    expect(faultsOf('standby: { tier: running }', 'ami-0a1b2c3d4e5f60718')).toEqual([
      "f: appliances[0].standby.tier: running keeps the proof of last night's image, and image is ami-0a1b2c3d4e5f60718, of which no rotation makes another; write the Name of the images as image, or tier: cold",
    ]);
  });
});
